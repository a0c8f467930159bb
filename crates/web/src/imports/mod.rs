//! Forms that were filled in elsewhere: uploaded (`upload`), looked at page by page (`check`), and
//! then used as their person says (`using`). Nothing is saved before.

mod check;
mod receive;
mod upload;
mod using;

use crate::{Access, PageError, Route};
use domain::role::OrganisationRole::Editor;
use service::imports::ImportError;

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
