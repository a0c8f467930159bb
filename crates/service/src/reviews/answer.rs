//! The answers of one subject as people read them.

use crate::subjects::{Subject, is_field_of};
use questions::{Answers, Page, QuestionSet, Values};
use store::clarifications::KeptPage;

/// One page of a subject with its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnsweredPage {
    /// Page of the question set.
    pub page: String,
    /// Number of the list item; 0 when none.
    pub item: i16,
    /// URL tail of the page under the application.
    pub path: String,
    /// Heading of the page; for an item with its number.
    pub heading: String,
    /// True when the page says how answers are assured rather than answering.
    pub is_assurance: bool,
    /// Label and answer of each field.
    pub rows: Vec<(String, String)>,
}

/// The asked pages of a subject with their answers, in order; without what is for the supplier alone.
pub fn answered(set: &QuestionSet, subject: &Subject, answers: &Answers) -> Vec<AnsweredPage> {
    let none = Values::new();
    let mut pages = Vec::new();
    for task in &set.tasks {
        for (page, item) in set.asked_pages(task, answers) {
            if !subject.pages.contains(&page.id) {
                continue;
            }
            let mut asked = page.as_asked(answers, item).into_owned();
            if subject.is_question {
                let own = [subject.id.as_str()];
                asked
                    .fields
                    .retain(|field| is_field_of(set, &own, page, field));
            }
            asked.fields.retain(|field| !field.private);
            let rows = asked.describe(answers.get(&page.id, item).unwrap_or(&none));
            if rows.is_empty() {
                continue;
            }
            pages.push(AnsweredPage {
                page: page.id.clone(),
                item,
                path: page.path_for(item),
                heading: heading(page, item),
                is_assurance: subject.is_question && page.question.is_none(),
                rows,
            });
        }
    }
    pages
}

/// The answers with the pages of a subject as they were kept.
pub fn with_kept(answers: &Answers, subject: &Subject, kept: &[KeptPage]) -> Answers {
    let mut other: Answers = answers
        .iter()
        .filter(|(key, _)| !subject.pages.contains(&key.page))
        .map(|(key, values)| (key.clone(), values.clone()))
        .collect();
    for page in kept {
        other.insert(page.page.clone(), page.item, page.values.clone());
    }
    other
}

/// The answers with one page as it was kept.
pub(super) fn with_page(answers: &Answers, page: &str, kept: &[KeptPage]) -> Answers {
    let mut other = answers.clone();
    for kept in kept.iter().filter(|kept| kept.page == page) {
        other.insert(page, kept.item, kept.values.clone());
    }
    other
}

fn heading(page: &Page, item: i16) -> String {
    if item > 0 {
        format!("{item}. {}", page.heading)
    } else {
        page.heading.clone()
    }
}

#[cfg(test)]
mod tests;
