//! The supplier sends its application to the authorised signatory and follows the request.
//!
//! Who signs (`signatory`), whether it is really oneself (`yourself`), what they will see
//! (`check`), and how the request stands (`status`). What was typed waits in the session until it
//! is sent. Where they sign in ink, nothing is sent: the supplier prints the statement (`ink`,
//! `statement`, or as a PDF `statement_pdf`) and uploads the signed page (`upload`).

mod check;
mod desk;
mod events;
mod in_ink;
mod ink;
mod signatory;
mod statement;
mod statement_pdf;
mod status;
mod unsent;
mod upload;
mod upload_form;
mod yourself;

use crate::{Access, Route};
use domain::role::OrganisationRole::{Editor, Viewer};

const SIGNATORY: &str = "/applications/{reference}/signatory";
const YOURSELF: &str = "/applications/{reference}/signatory/yourself";
const CHECK: &str = "/applications/{reference}/signatory/check";
const INK: &str = "/applications/{reference}/signature/ink";
const STATEMENT: &str = "/applications/{reference}/signature/ink/statement";
const STATEMENT_PDF: &str = "/applications/{reference}/signature/ink/statement.pdf";
const UPLOAD: &str = "/applications/{reference}/signature/ink/upload";
const FILE: &str = "/applications/{reference}/signature/ink/file";

pub(crate) fn routes() -> Vec<Route> {
    let read = Access::Organisation(Viewer);
    let write = Access::Organisation(Editor);
    vec![
        Route::get(SIGNATORY, write, signatory::show),
        Route::post(SIGNATORY, write, signatory::submit),
        Route::get(YOURSELF, write, yourself::show),
        Route::post(YOURSELF, write, yourself::submit),
        Route::get(CHECK, write, check::show),
        Route::post(CHECK, write, check::submit),
        Route::get("/applications/{reference}/signature", read, status::show),
        Route::post(
            "/applications/{reference}/signature/remind",
            write,
            status::remind,
        ),
        Route::post(
            "/applications/{reference}/signature/cancel",
            write,
            status::cancel,
        ),
        Route::get(INK, write, ink::show),
        Route::get(STATEMENT, write, statement::show),
        Route::get(STATEMENT_PDF, write, statement_pdf::download),
        Route::get(UPLOAD, write, upload::show),
        Route::post(UPLOAD, write, upload::submit),
        Route::get(FILE, read, upload::file),
    ]
}
