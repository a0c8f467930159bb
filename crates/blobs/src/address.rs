//! What a kept file is called.

use domain::id::{DocumentId, OrganisationId};

/// Where a file lies: made of identifiers and its hash, never of what somebody typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Whose it is.
    pub organisation: OrganisationId,
    /// Which document.
    pub document: DocumentId,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
}

/// Such as `0192…/0193…-5f70…`: a folder for each organisation.
impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}-{}", self.organisation, self.document, self.sha256)
    }
}

/// What arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its size in bytes.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
}
