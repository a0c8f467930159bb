//! A newer version of a document: what it follows, and what it keeps of that.

use super::AddError;
use audit::{Event, Kind};
use domain::document::{Description, Document, ScanState, VERSIONS_MAX};
use domain::id::DocumentId;

/// What a newer version follows.
#[derive(Debug)]
pub(super) struct Follows<'a> {
    /// The version that counts.
    current: &'a Document,
    /// A newer version that was refused; the next one is instead of it.
    pub(super) refused: Option<&'a Document>,
}

impl<'a> Follows<'a> {
    /// The document of this identifier, if a newer version can follow it now.
    pub(super) fn of(versions: &'a [Document], id: DocumentId) -> Result<Self, AddError> {
        let current = versions.iter().find(|version| version.id == id);
        let current = current.ok_or(AddError::NotFound)?;
        if !current.is_current() || !current.scan.is_released() {
            return Err(AddError::NotCurrent);
        }
        let of_it = versions
            .iter()
            .filter(|version| version.series == current.series);
        let refused = of_it.clone().find(|version| version.is_proposed());
        if refused.is_some_and(|newer| newer.scan == ScanState::Waiting) {
            return Err(AddError::NewerWaits);
        }
        let kept = of_it.filter(|version| !version.is_proposed());
        if kept.count() >= VERSIONS_MAX {
            return Err(AddError::TooManyVersions);
        }
        Ok(Self { current, refused })
    }

    /// What the newer version keeps: name, what it shows, questions and who issued it. Its dates are
    /// its own.
    pub(super) fn carry_over(&self, newer: &mut Document) -> Result<(), AddError> {
        if newer.sha256 == self.current.sha256 {
            return Err(AddError::SameFile);
        }
        newer.series = self.current.series;
        newer.number = self.current.number + 1;
        newer.description = Description {
            effective_on: None,
            expires_on: None,
            ..self.current.description.clone()
        };
        Ok(())
    }

    /// What happened, when it is not just another document.
    pub(super) fn told(&self, mut event: Event, newer: &Document) -> Event {
        event.kind = Kind::NewerDocumentAdded;
        event
            .with("newer_than", self.current.id)
            .with("number", newer.number)
    }
}
