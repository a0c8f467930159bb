//! What a file that is added becomes.

use super::AddError;
use crate::applications::Case;
use crate::documents::item_named;
use domain::id::DocumentId;

/// What a file is to become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A document of its own.
    New,
    /// A document of its own that belongs to this item of a list, named as in
    /// [`questions::EvidenceItem`].
    About(String),
    /// A newer version of this document.
    NewerThan(DocumentId),
}

impl Place {
    /// Refuses an item that the application does not have.
    pub(in crate::documents) fn check(&self, case: &Case) -> Result<(), AddError> {
        let Self::About(item) = self else {
            return Ok(());
        };
        let items = case.set.evidence_items(&case.stored.answers);
        item_named(&items, item)
            .map(|_| ())
            .ok_or(AddError::NotFound)
    }
}
