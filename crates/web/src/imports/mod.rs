//! Forms that were filled in elsewhere: uploaded (`upload`), looked at page by page and answer by answer
//! (`check`, `cards`, with what registers say of it: `named`), and then used as their person says (`using`). Nothing is saved before.

mod cards;
mod check;
mod done;
mod named;
mod receive;
mod renamed;
mod titles;
mod upload;
mod using;

use crate::{Access, PageError, Route};
use axum::http::Uri;
use domain::role::OrganisationRole::Editor;
use service::imports::ImportError;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

/// How many files are read at once: there is one thread for it.
const READ_AT_ONCE: usize = 1;
/// How long a file waits for its turn to be read.
const WAIT: Duration = Duration::from_secs(5);
/// Seconds after which a browser should try again when too many files are read.
const RETRY_AFTER: u32 = 5;
/// The turns to read a file.
static TURNS: Semaphore = Semaphore::const_new(READ_AT_ONCE);

/// Whether a filled in form is sent to this address. It gets the time and the places of files.
pub(crate) fn is_upload(address: &Uri) -> bool {
    let path = address.path();
    path.starts_with("/applications/") && path.ends_with("/import")
}

/// A turn to read a file; it ends with what it gives.
async fn turn(turns: &Semaphore, wait: Duration) -> Result<SemaphorePermit<'_>, PageError> {
    let turn = timeout(wait, turns.acquire()).await;
    turn.ok().and_then(Result::ok).ok_or(PageError::Busy {
        retry_after: RETRY_AFTER,
    })
}

/// The tail of the address of the upload.
const UPLOAD: &str = "import";
/// The tail of the address where people say what to use.
const CHECK: &str = "import/check";

pub(crate) fn routes() -> Vec<Route> {
    const UPLOAD_PATH: &str = "/applications/{reference}/import";
    const CHECK_PATH: &str = "/applications/{reference}/import/check";
    let editor = Access::Organisation(Editor);
    vec![
        Route::get(UPLOAD_PATH, editor, upload::show),
        Route::post(UPLOAD_PATH, editor, upload::submit),
        Route::get(CHECK_PATH, editor, check::show),
        Route::post(CHECK_PATH, editor, check::submit),
    ]
}

impl From<ImportError> for PageError {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::NotAllowed(error) => error.into(),
            ImportError::Store(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn files_are_read_in_turns_and_nobody_waits_for_ever() {
        let turns = Semaphore::new(1);
        let wait = Duration::from_millis(1);
        let first = turn(&turns, wait).await;
        assert!(first.is_ok());
        let second = turn(&turns, wait).await;
        assert!(matches!(second, Err(PageError::Busy { retry_after: 5 })));
        drop(first);
        assert!(turn(&turns, wait).await.is_ok());
    }
}
