//! The form as a table: a row for each field.

use crate::answers::{Answers, Values};
use crate::page::{Field, FieldKind, Page};
use crate::set::{QuestionSet, Task};

use super::{day, how, reference};

/// The headings of the table.
pub const HEADINGS: [&str; 6] = [
    REFERENCE,
    "Section",
    "Page",
    "Question",
    "How to answer",
    ANSWER,
];
pub(super) const REFERENCE: &str = "Reference";
pub(super) const ANSWER: &str = "Your answer";

/// How many items of a list have empty rows, to fill in.
const EMPTY_ITEMS: i16 = 3;

/// One field of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormRow {
    /// What it is known by when the table comes back.
    pub reference: String,
    /// The task that it belongs to.
    pub section: String,
    /// The heading of its page.
    pub page: String,
    /// The label of the field.
    pub question: String,
    /// How it is answered.
    pub how: String,
    /// The answer, empty when there is none.
    pub answer: String,
}

impl FormRow {
    /// The cells in the order of [`HEADINGS`].
    pub fn cells(self) -> Vec<String> {
        vec![
            self.reference,
            self.section,
            self.page,
            self.question,
            self.how,
            self.answer,
        ]
    }
}

impl QuestionSet {
    /// Every field of the form with its answer, also those that the answers don't ask for: they
    /// may once the answers are changed. What is left over in a follow-up of another choice is no
    /// answer and stays out. Lists have their items and a few empty ones.
    pub fn form_rows(&self, answers: &Answers) -> Vec<FormRow> {
        let none = Values::new();
        let mut rows = Vec::new();
        for task in &self.tasks {
            for (page, item) in pages(task, answers) {
                let values = answers.get(&page.id, item).unwrap_or(&none);
                let fields = page.fields.iter();
                let fields = fields.filter(|field| {
                    field.kind != FieldKind::Filled || values.contains_key(&field.id)
                });
                rows.extend(fields.map(|field| self.row(task, page, item, field, values)));
                let heading = self.heading_in_table(task, page, item);
                rows.extend(self.published_rows(task, page, &heading, values));
            }
        }
        rows
    }

    fn row(&self, task: &Task, page: &Page, item: i16, field: &Field, values: &Values) -> FormRow {
        let question = page.question.as_deref().and_then(|id| self.question(id));
        FormRow {
            reference: reference(page, item, field),
            section: task.title.clone(),
            page: self.heading_in_table(task, page, item),
            question: field.label.clone(),
            how: how::words(page, field, question),
            answer: if page.counts(field, values) {
                field.written(values)
            } else {
                String::new()
            },
        }
    }
}

impl QuestionSet {
    /// What an answer is about: its page with its question or its item, and the field.
    pub(super) fn place(&self, page: &Page, item: i16, field: &Field) -> String {
        let heading = self.page(&page.id).map_or_else(
            || page.heading.clone(),
            |(task, page)| self.heading_in_table(task, page, item),
        );
        if field.label == page.heading {
            heading
        } else {
            format!("{heading}: {}", field.label)
        }
    }

    /// The heading of a page with its question or its item.
    fn heading_in_table(&self, task: &Task, page: &Page, item: i16) -> String {
        let question = page.question.as_deref().and_then(|id| self.question(id));
        match (question, task.list()) {
            (Some(question), _) => format!("{} {}", question.id, page.heading),
            (None, Some(list)) if item > 0 => {
                format!("{} {item}: {}", list.item_name, page.heading)
            }
            _ => page.heading.clone(),
        }
    }
}

impl Field {
    /// The answer as people write it, such that it is read back as it was.
    fn written(&self, values: &Values) -> String {
        match self.kind {
            FieldKind::Date(_) => day::write(self, values),
            _ => self.labels(values).join("\n"),
        }
    }
}

/// The pages of a task in the order of the form, each with its item.
fn pages<'a>(task: &'a Task, answers: &Answers) -> Vec<(&'a Page, i16)> {
    let once = task.pages.iter().filter(|page| !page.is_item_page());
    let mut pages: Vec<(&Page, i16)> = once.map(|page| (page, 0)).collect();
    for item in items(task, answers) {
        let of_item = task.pages.iter().filter(|page| page.is_item_page());
        pages.extend(of_item.map(|page| (page, item)));
    }
    pages
}

/// The items that there are, and as many empty ones as a list has in a blank form.
fn items(task: &Task, answers: &Answers) -> Vec<i16> {
    let Some(list) = task.list() else {
        return Vec::new();
    };
    let mut items = answers.items_of(task);
    let free = (1..=list.max).filter(|item| !items.contains(item));
    let more: Vec<i16> = free
        .take(usize::try_from(EMPTY_ITEMS).unwrap_or_default())
        .collect();
    items.extend(more);
    items.sort_unstable();
    items
}
