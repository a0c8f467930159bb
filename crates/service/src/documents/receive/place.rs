//! What a file that is added becomes.

use super::AddError;
use crate::applications::Case;
use crate::documents::{is_question, item_named};
use domain::id::DocumentId;

/// What a file is to become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A document of its own.
    New,
    /// A document of its own that belongs to this question, or to this item of a list, named as in
    /// [`questions::EvidenceItem`].
    About(String),
    /// A newer version of this document.
    NewerThan(DocumentId),
}

impl Place {
    /// Refuses a question or an item that the application does not have.
    pub(in crate::documents) fn check(&self, case: &Case) -> Result<(), AddError> {
        let Self::About(belongs_to) = self else {
            return Ok(());
        };
        let items = case.set.evidence_items(&case.stored.answers);
        let is_there = is_question(case, belongs_to) || item_named(&items, belongs_to).is_some();
        is_there.then_some(()).ok_or(AddError::NotFound)
    }
}
