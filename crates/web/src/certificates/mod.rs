//! A supplier's certificates: the list, each as a page, and its files to download.
//! The PSN team may read them too.

mod certificate;
mod download;
mod list;

pub(crate) use certificate::size;

use crate::{Access, PageError, Route};
use service::certificates::{ReadError, TeamListError};

pub(crate) fn routes() -> Vec<Route> {
    let access = Access::SignedIn;
    vec![
        Route::get("/certificates", access, list::show),
        Route::get("/certificates/{number}", access, certificate::show),
        Route::get("/certificates/{number}/download.pdf", access, download::pdf),
        Route::get(
            "/certificates/{number}/download.json",
            access,
            download::json,
        ),
    ]
}

impl From<ReadError> for PageError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotFound => Self::NotFound,
            ReadError::SignedOut => Self::SignedOut,
            ReadError::SecondFactorMissing => Self::SecondFactorMissing,
            ReadError::Store(error) => error.into(),
        }
    }
}

impl From<TeamListError> for PageError {
    fn from(error: TeamListError) -> Self {
        match error {
            TeamListError::Denied(denied) => denied.into(),
            TeamListError::Store(error) => error.into(),
        }
    }
}
