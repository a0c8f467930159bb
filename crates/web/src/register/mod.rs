//! What everybody may read: the register of services, each service with its
//! certificates, and whether a certificate counts.
//!
//! Pages of the register are the same for everybody and may be kept for a minute; only the PSN team
//! reads them with its own menu, and those are not kept.
//! Answers about one certificate are made anew each time, because they say when.

mod data;
mod entry;
mod keys;
mod reader;
mod search;
mod unknown;
mod verification;
mod verification_json;
mod verify;
mod words;

use crate::{Access, Route};

pub(crate) use words::{
    connection_ended, connection_ended_in_short, connection_words, date_rows, sentence,
    status_words, tag,
};

pub(crate) fn routes() -> Vec<Route> {
    let access = Access::Public;
    vec![
        Route::get("/register", access, search::show),
        Route::get("/register/services.json", access, data::services),
        Route::get("/register/{slug}", access, entry::show),
        Route::get("/verify", access, verify::show),
        Route::get("/verify/{certificate}", access, verification::show),
        Route::get("/c/{certificate}", access, verification::show_scanned),
        Route::get("/.well-known/psn-cop/keys.json", access, keys::show),
    ]
}
