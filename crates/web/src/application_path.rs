//! The application that an address names.

use crate::PageError;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::reference::ApplicationReference;

/// The reference in `/applications/{reference}/…`; anything else there is not found.
#[derive(Clone)]
pub struct ApplicationPath(pub ApplicationReference);

impl ApplicationPath {
    /// The address of a page of the application.
    pub fn at(&self, page: &str) -> String {
        format!("/applications/{}/{page}", self.0)
    }

    /// The address of its task list.
    pub fn task_list(&self) -> String {
        format!("/applications/{}", self.0)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for ApplicationPath {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        let mut segments = parts.uri.path().split('/').skip(1);
        let is_application = segments.next() == Some("applications");
        segments
            .next()
            .filter(|_| is_application)
            .and_then(ApplicationReference::parse)
            .map(Self)
            .ok_or(PageError::NotFound)
    }
}
