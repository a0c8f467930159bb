//! Files to take away: copies of an application to work on (`copy`) and to read (`paper`), what was submitted,
//! blank forms, the schema of copies.
//!
//! Whoever may read an application may take a copy once they have shown again who they are.
//! Blank forms and the schema are for everybody.

mod blank;
mod copy;
mod list;
mod paper;
mod schema;
mod submitted;

pub(crate) use blank::{Link, blank_forms, blank_text};

use crate::{Access, App, PageError, Route};
use domain::role::OrganisationRole::Viewer;
use questions::QuestionSet;
use service::copies::{NotMade, TakeError};

/// Seconds after which a browser should try again when a PDF is not ready.
const RETRY_AFTER: u32 = 10;

pub(crate) fn routes() -> Vec<Route> {
    let reader = Access::Organisation(Viewer);
    vec![
        Route::get("/applications/{reference}/downloads", reader, list::show),
        Route::post("/applications/{reference}/downloads", reader, copy::submit),
        Route::get(
            "/applications/{reference}/submitted/copy",
            reader,
            submitted::show,
        ),
        Route::get("/questions/form.{ending}", Access::Public, blank::show),
        Route::get("/schemas/{name}", Access::Public, schema::show),
    ]
}

/// Where the schema of copies of this set is.
fn schema_path(set: &QuestionSet) -> String {
    let name = service::copies::schema_name(set);
    format!("/schemas/{name}{}", schema::ENDING)
}

/// The same, as others reach it.
fn schema_address(app: &App, set: &QuestionSet) -> String {
    app.url(&schema_path(set))
}

impl From<NotMade> for PageError {
    fn from(error: NotMade) -> Self {
        match error {
            NotMade::Busy => Self::Busy {
                retry_after: RETRY_AFTER,
            },
            NotMade::Pdf(_) | NotMade::BrokeOff(_) => Self::internal(error),
        }
    }
}

impl From<TakeError> for PageError {
    fn from(error: TakeError) -> Self {
        match error {
            TakeError::NotMade(error) => error.into(),
            TakeError::Store(error) => error.into(),
        }
    }
}
