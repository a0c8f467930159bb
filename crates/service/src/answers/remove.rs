//! Removing an item of a list.

use super::NotAllowed;
use super::changed::{Follows, about, permit};
use crate::applications::Form;
use audit::Kind;
use questions::Task;
use store::form_pages::{RemoveOutcome, RemovedItem};
use store::{Store, StoreError};

/// What came of removing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Removed {
    /// Removed. Names the signatory whose signature or request to sign is void now.
    Removed {
        /// Whose signature or request to sign is void.
        voided: Option<String>,
    },
    /// There was nothing to remove (any more).
    Gone,
    /// The form is not as it was loaded any more: load it and remove again.
    Moved,
}

/// Why an item could not be removed.
#[derive(Debug, thiserror::Error)]
pub enum RemoveError {
    /// Not this person, or not now.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Removes an item of a list; what was saved of it stays in the history. One statement.
pub async fn remove(
    store: &Store,
    form: &Form,
    task: &Task,
    item: i16,
) -> Result<Removed, RemoveError> {
    let pages = task.pages.iter().filter(|page| page.is_item_page());
    let pages: Vec<String> = pages.map(|page| page.id.clone()).collect();
    let first = pages.first().map_or("", String::as_str);
    let permit = permit(form, first)?;
    let event = about(form, Kind::ListItemRemoved)
        .with("task", &task.id)
        .with("item", item);
    let follows = Follows::of(form, first, event).and_check_again(form, first);
    let removed = RemovedItem {
        pages: &pages,
        item,
    };
    let outcome = store
        .remove_item(&permit, &follows.change(form), &removed)
        .await?;
    Ok(match outcome {
        RemoveOutcome::Removed => Removed::Removed {
            voided: form
                .signature_at_stake()
                .map(|signature| signature.signatory_name.clone()),
        },
        RemoveOutcome::Gone => Removed::Gone,
        RemoveOutcome::Moved => Removed::Moved,
    })
}
