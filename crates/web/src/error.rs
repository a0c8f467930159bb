//! What a page answers when it can't do what was asked.

use crate::reply::BoxError;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use policy::Denied;
use store::StoreError;

/// When it is worth trying again after the database could not be reached, or an answer took too long.
const UNAVAILABLE_SECONDS: u32 = 30;

/// Why a page could not be given. The words are drawn by `layers::error_pages`,
/// which knows the furniture; no source is ever shown.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// Nobody is signed in; the person goes to sign in and comes back.
    #[error("not signed in")]
    SignedOut,
    /// The person has to show again who they are; then they come back.
    #[error("not confirmed")]
    Unconfirmed,
    /// The person has to set up a second factor first.
    #[error("no second factor")]
    SecondFactorMissing,
    /// There is no such thing, or it is another organisation's.
    #[error("not found")]
    NotFound,
    /// The person may see it but not do this.
    #[error("forbidden")]
    Forbidden,
    /// The form is not one of ours, is too old, or was sent by another site.
    #[error("the form was not accepted")]
    FormRefused,
    /// What was sent can't be read.
    #[error("what was sent can't be read")]
    Unreadable,
    /// What was sent is too large.
    #[error("what was sent is too large")]
    TooLarge,
    /// Somebody else moved it meanwhile, so that this step does not fit any more.
    #[error("somebody else changed it meanwhile")]
    Conflict,
    /// An answer that the application does not take any more.
    #[error("the answer was set aside")]
    SetAside {
        /// Whether it is beside its history; false when it said nothing that is not saved.
        is_kept: bool,
    },
    /// A link that was used, cancelled, replaced or has run out.
    #[error("the link can't be used any more")]
    Gone,
    /// Tried too often; worth trying again after these seconds.
    #[error("too often")]
    TooOften {
        /// Seconds to wait.
        retry_after: u32,
    },
    /// Too much at once; worth trying again after these seconds.
    #[error("busy")]
    Busy {
        /// Seconds to wait.
        retry_after: u32,
    },
    /// The database can't be reached.
    #[error("unavailable")]
    Unavailable,
    /// Our fault.
    #[error("internal")]
    Internal(#[source] BoxError),
}

impl PageError {
    /// The status that goes with it.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::SignedOut | Self::Unconfirmed | Self::SecondFactorMissing => {
                StatusCode::SEE_OTHER
            }
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::FormRefused => StatusCode::FORBIDDEN,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Conflict | Self::SetAside { .. } => StatusCode::CONFLICT,
            Self::Gone => StatusCode::GONE,
            Self::TooOften { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy { .. } | Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Seconds after which it is worth trying again, where that is known.
    pub fn retry_after(&self) -> Option<u32> {
        match self {
            Self::TooOften { retry_after } | Self::Busy { retry_after } => Some(*retry_after),
            Self::Unavailable => Some(UNAVAILABLE_SECONDS),
            _ => None,
        }
    }

    /// Wraps an error that should not happen.
    pub fn internal(error: impl Into<BoxError>) -> Self {
        Self::Internal(error.into())
    }
}

impl From<Denied> for PageError {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Hidden => Self::NotFound,
            Denied::Forbidden => Self::Forbidden,
            Denied::Unconfirmed => Self::Unconfirmed,
            Denied::SecondFactorMissing => Self::SecondFactorMissing,
        }
    }
}

impl From<StoreError> for PageError {
    fn from(error: StoreError) -> Self {
        if error.is_unavailable() {
            return Self::Unavailable;
        }
        match error {
            StoreError::Stale => Self::Conflict,
            StoreError::Database(_) | StoreError::Corrupt { .. } => Self::Internal(error.into()),
        }
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(std::sync::Arc::new(self));
        response
    }
}
