//! The supplier asks the owner of the infrastructure to agree.
//!
//! One page: what can be asked, with the answer to what the owner asked before, the request with how it stands, reminders, and taking it back. A
//! supplier that owns the infrastructure confirms it here instead.

mod ask_form;
mod moved;
mod request;
mod told;
mod words;

pub(crate) use words::stands;

use crate::{Access, Route};
use domain::role::OrganisationRole::{Editor, Viewer};

const PAGE: &str = "/applications/{reference}/infrastructure/owner-request";

pub(crate) fn routes() -> Vec<Route> {
    let read = Access::Organisation(Viewer);
    let write = Access::Organisation(Editor);
    vec![
        Route::get(PAGE, read, request::show),
        Route::post(PAGE, write, request::submit),
        Route::post(
            "/applications/{reference}/infrastructure/owner-request/remind",
            write,
            request::remind,
        ),
        Route::post(
            "/applications/{reference}/infrastructure/owner-request/cancel",
            write,
            request::cancel,
        ),
    ]
}
