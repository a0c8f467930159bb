//! Copies of the form that leave the service and come back: a table with a row for each field,
//! and JSON with a published schema.
//!
//! What comes back is anybody's. It becomes values as a browser would send them, page by page, so
//! that they go the same way as typed ones: [`Page::check`](crate::Page::check), then saved.

mod choice;
mod day;
mod found;
mod how;
mod json;
mod published;
mod rows;
mod schema;
mod table;
mod whole;

pub use found::{Found, FoundPage, NotRecognised, Unused, Why};
pub use rows::{FormRow, HEADINGS};

use crate::page::{Field, Page};
use crate::set::{QuestionSet, Task};

/// Between the address of a page and the name of its field.
const BETWEEN: char = '#';

/// How a field is referred to in copies: the address of its page and its name, such as
/// `connections/2#name`.
fn reference(page: &Page, item: i16, field: &Field) -> String {
    format!("{}{BETWEEN}{}", page.path_for(item), field.id)
}

impl QuestionSet {
    /// Whether the answers of a page are never taken from a file: what is asked was published
    /// with an error, so that the same words may be meant the other way round.
    pub fn is_answered_here_only(&self, page: &Page) -> bool {
        let question = page.question.as_deref().and_then(|id| self.question(id));
        question.is_some_and(|question| question.erratum.is_some())
    }

    /// The field that a reference names, with its task, page and item.
    fn referred(&self, reference: &str) -> Option<(&Task, &Page, i16, &Field)> {
        let (tail, field) = reference.split_once(BETWEEN)?;
        let (task, page, item) = self.page_by_path(tail.trim())?;
        Some((task, page, item, page.field(field.trim())?))
    }
}
