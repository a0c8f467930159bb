//! What is judged and asked about, one by one: each question, and each group of
//! other sections as a whole.

use questions::{Field, Page, QuestionSet, TaskKind};

/// Something that an assessor judges and may ask the supplier about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// A question's id, or a group's.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// True for a question of the standard.
    pub is_question: bool,
    /// The pages that hold its answers.
    pub pages: Vec<String>,
}

impl Subject {
    /// True when a document that belongs to these questions and items of lists belongs to this: to a
    /// question that it is linked to, to a section where one of them is an item of its lists, to the
    /// one about documents always.
    pub fn has_document(&self, belongs_to: &[String], set: &QuestionSet) -> bool {
        self.id == crate::documents::PAGE
            || belongs_to.iter().any(|id| {
                let mut pages = self.pages.iter();
                *id == self.id || pages.any(|page| set.is_evidence_of(id, page))
            })
    }
}

/// Every subject of a set, questions first, in the order of the set.
pub fn all(set: &QuestionSet) -> Vec<Subject> {
    let questions = set.questions().map(|question| Subject {
        id: question.id.clone(),
        title: format!("{} {}", question.id, question.title),
        is_question: true,
        pages: set
            .pages()
            .filter(|(task, page)| belongs(page, &question.id, task.principle, question.principle))
            .map(|(_, page)| page.id.clone())
            .collect(),
    });
    let groups = set.groups.iter().filter_map(|group| {
        let tasks = group.tasks.iter().filter_map(|id| set.task(id));
        let pages: Vec<String> = tasks
            .filter(|task| task.principle.is_none() && !matches!(task.kind, TaskKind::Special(_)))
            .flat_map(|task| task.pages.iter().map(|page| page.id.clone()))
            .collect();
        (!pages.is_empty()).then(|| Subject {
            id: group.id.clone(),
            title: group.title.clone(),
            is_question: false,
            pages,
        })
    });
    questions.chain(groups).collect()
}

/// The subject of this id.
pub fn find(set: &QuestionSet, id: &str) -> Option<Subject> {
    all(set).into_iter().find(|subject| subject.id == id)
}

/// The id of the subject that a page is asked about: its question, else the group of its task. Of a
/// page that says how a whole principle is assured, the principle's first question.
pub fn of_page<'a>(set: &'a QuestionSet, page: &'a Page) -> Option<&'a str> {
    if let Some(question) = &page.question {
        return Some(question);
    }
    let (task, _) = set.page(&page.id)?;
    if let Some(principle) = task.principle {
        let mut questions = set.questions();
        let first = questions.find(|question| question.principle == principle);
        return first.map(|question| question.id.as_str());
    }
    let group = set
        .groups
        .iter()
        .find(|group| group.tasks.contains(&task.id));
    group.map(|group| group.id.as_str())
}

/// True when a page is part of one of these subjects, so that asking about them unlocks it.
pub fn include(set: &QuestionSet, subjects: &[String], page: &str) -> bool {
    all(set)
        .iter()
        .any(|subject| subjects.contains(&subject.id) && subject.pages.iter().any(|p| p == page))
}

/// True when a field is one of these questions', or of none: a page that several questions share has
/// fields for each, and a part of their ids is that of the question.
pub fn is_field_of(set: &QuestionSet, questions: &[&str], page: &Page, field: &Field) -> bool {
    let mut parts = field.id.split('_');
    page.question.is_some()
        || !parts.any(|part| set.question(part).is_some() && !questions.contains(&part))
}

/// A page of the question itself, or the page on which its whole principle says how it is assured.
fn belongs(page: &Page, question: &str, task: Option<u8>, principle: u8) -> bool {
    match &page.question {
        Some(id) => id == question,
        None => task == Some(principle),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_belongs_to_a_subject() {
        for set in questions::sets() {
            let subjects = all(set);
            for (_, page) in set.pages() {
                assert!(
                    subjects.iter().any(|s| s.pages.contains(&page.id)),
                    "{}",
                    page.id
                );
                let asked = of_page(set, page).and_then(|id| find(set, id));
                let asked = asked.unwrap_or_else(|| panic!("{}", page.id));
                assert!(asked.pages.contains(&page.id), "{}", page.id);
            }
        }
    }
}
