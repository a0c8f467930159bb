//! Addresses of requests for clarification.

use crate::PageError;
use domain::id::ClarificationId;
use domain::reference::ApplicationReference;

/// The request that an address names.
pub struct Place {
    /// The application.
    pub reference: ApplicationReference,
    /// The request.
    pub id: ClarificationId,
}

impl Place {
    /// Reads the parameters of an address; other words are no request.
    pub fn parse(reference: &str, id: &str) -> Result<Self, PageError> {
        let reference = ApplicationReference::parse(reference);
        let id = ClarificationId::parse(id);
        reference
            .zip(id)
            .map(|(reference, id)| Self { reference, id })
            .ok_or(PageError::NotFound)
    }

    /// The address of the request.
    pub fn path(&self) -> String {
        format!(
            "/applications/{}/clarifications/{}",
            self.reference, self.id
        )
    }

    /// The address of one of its pages.
    pub fn at(&self, page: &str) -> String {
        format!("{}/{page}", self.path())
    }

    /// The address of a page of the application.
    pub fn application_page(&self, page: &str) -> String {
        format!("/applications/{}/{page}", self.reference)
    }
}
