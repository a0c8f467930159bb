//! The signatory's pages, behind an e-mailed link.
//!
//! The signatory sees who asks, enters the e-mailed code, says that they have authority, reads a
//! summary (or everything), reads the commitments and signs, or says why not. What is shown and
//! signed is the text that was frozen when the request was sent; its fingerprint travels through
//! the form, so that nothing else can be signed.

mod authority;
mod cannot_sign;
mod commitments;
mod connection;
mod desk;
mod everything;
mod signed;
mod summary;
mod told;

pub(crate) use everything::{answer_card, document_card};
pub(crate) use summary::{Rows, Summary, facts, since};

use crate::links::{code, start};
use crate::{Access, Route};

pub(crate) fn routes() -> Vec<Route> {
    let access = Access::Link;
    vec![
        Route::get("/sign/{token}", access, start::show),
        Route::post("/sign/{token}", access, start::submit),
        Route::get("/sign/{token}/code", access, code::show),
        Route::post("/sign/{token}/code", access, code::submit),
        Route::get("/sign/{token}/authority", access, authority::show),
        Route::post("/sign/{token}/authority", access, authority::submit),
        Route::get("/sign/{token}/summary", access, summary::show),
        Route::get("/sign/{token}/everything", access, everything::show),
        Route::get("/sign/{token}/commitments", access, commitments::show),
        Route::post("/sign/{token}/commitments", access, commitments::submit),
        Route::get("/sign/{token}/signed", access, signed::show),
        Route::get("/sign/{token}/signed/text", access, signed::download),
        Route::get("/sign/{token}/cannot-sign", access, cannot_sign::show),
        Route::post("/sign/{token}/cannot-sign", access, cannot_sign::submit),
        Route::get("/sign/{token}/told", access, told::show),
    ]
}
