//! Documents about an item of a list that a file calls otherwise. Their place is the item's number, and a
//! file may have numbered its items anew.

use crate::applications::Form;
use domain::id::DocumentId;
use questions::{Found, FoundPage, Page, Task, Values, first_of};

/// Documents that would be about something else by name, once what was found is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// They, with the names that people gave them.
    pub documents: Vec<(DocumentId, String)>,
    /// What the item is called now; empty while it has no name.
    pub was: String,
    /// What it would be called.
    pub becomes: String,
    /// The number that the file gives to what the item is called now, if it has that too.
    pub now_at: Option<i16>,
}

/// The documents about the item of a page that was found, if using the page would name it otherwise.
pub(super) fn attached(
    form: &Form,
    (task, page): (&Task, &Page),
    found: &FoundPage,
    all: &Found,
) -> Option<Attached> {
    let named = &task.list()?.title_field;
    page.field(named)?;
    let name = |values: &Values| {
        first_of(values, named)
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    let becomes = name(&found.values);
    let saved = form.case.stored.answers.get(&page.id, found.item);
    let was = saved.map(name).unwrap_or_default();
    if becomes.is_empty() || becomes == was {
        return None;
    }
    let about = format!("{}/{}", task.id, found.item);
    let documents = form.documents.iter();
    let documents: Vec<(DocumentId, String)> = documents
        .filter(|document| document.questions.contains(&about))
        .map(|document| (document.id, document.title.clone()))
        .collect();
    if documents.is_empty() {
        return None;
    }
    let mut others = all.pages.iter().filter(|other| other.page == found.page);
    let other = others.find(|other| !was.is_empty() && name(&other.values) == was);
    Some(Attached {
        documents,
        was,
        becomes,
        now_at: other.map(|other| other.item),
    })
}
