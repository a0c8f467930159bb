//! Answers to a question that we ask the other way round than it was published: what they are when
//! the question is read as published.

use crate::answers::{Values, first_of};
use crate::page::{Field, Page};
use crate::set::{QuestionSet, Task};

use super::rows::FormRow;
use super::{BETWEEN, how};

/// The member of a page in JSON, and the end of a reference in tables.
pub(super) const AS_PUBLISHED: &str = "as_published_answer";
/// The end of the reference of the row with the stored name.
const NAMED_VALUE: &str = "named_value";

/// An answer by its stored name, and as it is to the published question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AsPublished<'a> {
    pub named_value: &'a str,
    pub answer: &'a str,
}

impl Page {
    /// The answer as published, where the page asks the other way round.
    pub(super) fn as_published(&self, values: &Values) -> Option<AsPublished<'_>> {
        self.fields.iter().find_map(|field| {
            let stored = first_of(values, &field.id)?;
            let choice = field
                .choices()
                .iter()
                .find(|choice| choice.value == stored)?;
            Some(AsPublished {
                named_value: &choice.value,
                answer: choice.as_published.as_deref()?,
            })
        })
    }

    /// Every answer as published that the page can have; none for most pages.
    pub(super) fn answers_as_published(&self) -> Vec<&str> {
        let choices = self.fields.iter().flat_map(Field::choices);
        choices
            .filter_map(|choice| choice.as_published.as_deref())
            .collect()
    }
}

impl QuestionSet {
    /// The rows that tell an answer as stored and as published. They are not read back.
    pub(super) fn published_rows(
        &self,
        task: &Task,
        page: &Page,
        heading: &str,
        values: &Values,
    ) -> Vec<FormRow> {
        let Some(told) = page.as_published(values) else {
            return Vec::new();
        };
        let question = page.question.as_deref().and_then(|id| self.question(id));
        let published = question.map_or("", |question| question.text_published.as_str());
        let row = |name: &str, question: String, answer: &str| FormRow {
            reference: format!("{}{BETWEEN}{name}", page.path_for(0)),
            section: task.title.clone(),
            page: heading.to_owned(),
            question,
            how: how::FILLED.to_owned(),
            answer: answer.to_owned(),
        };
        vec![
            row(NAMED_VALUE, "Answer as stored".to_owned(), told.named_value),
            row(
                AS_PUBLISHED,
                format!("Answer to the question as published: {published}"),
                told.answer,
            ),
        ]
    }

    /// Whether a reference is that of such a row.
    pub(super) fn is_told_only(&self, reference: &str) -> bool {
        let Some((tail, name)) = reference.split_once(BETWEEN) else {
            return false;
        };
        let page = self.page_by_path(tail.trim());
        [NAMED_VALUE, AS_PUBLISHED].contains(&name.trim())
            && page.is_some_and(|(_, page, _)| !page.answers_as_published().is_empty())
    }
}
