//! The last page before the application goes to the PSN team, and following it afterwards.
//!
//! `submit` lists what stands in the way, with links; when nothing does, its button submits.
//! `submitted` says what happens next; `progress` says who has the application now; `withdraw`
//! takes it back.

mod progress;
mod submit;
mod submitted;
mod withdraw;

use crate::{Access, Route};
use domain::role::OrganisationRole::{Administrator, Editor, Viewer};

pub(crate) fn routes() -> Vec<Route> {
    let read = Access::Organisation(Viewer);
    let write = Access::Organisation(Editor);
    vec![
        Route::get("/applications/{reference}/submit", read, submit::show),
        Route::post("/applications/{reference}/submit", write, submit::submit),
        Route::get("/applications/{reference}/submitted", read, submitted::show),
        Route::get("/applications/{reference}/progress", read, progress::show),
        Route::get(
            "/applications/{reference}/withdraw",
            Access::Organisation(Administrator),
            withdraw::show,
        ),
        Route::post(
            "/applications/{reference}/withdraw",
            Access::Organisation(Administrator),
            withdraw::submit,
        ),
    ]
}
