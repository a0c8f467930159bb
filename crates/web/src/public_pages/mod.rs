//! Pages for everybody: the start page, what to have ready, every question, help, and
//! what the service says of itself.
//!
//! Their words are in their templates. They say only what is true of the service as
//! it is.

mod accessibility;
mod before_you_start;
mod cookies;
mod help;
mod privacy;
mod questions;
mod questions_paper;
mod security_txt;
mod start;

pub(crate) use questions::SET;
pub(crate) use questions_paper::questions_paper;

use crate::{Access, Route};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/", Access::Public, start::show),
        Route::get("/before-you-start", Access::Public, before_you_start::show),
        Route::get("/questions", Access::Public, questions::show),
        Route::get("/help", Access::Public, help::show),
        Route::get("/accessibility", Access::Public, accessibility::show),
        Route::get("/privacy", Access::Public, privacy::show),
        Route::get("/cookies", Access::Public, cookies::show),
        Route::get(
            "/.well-known/security.txt",
            Access::Public,
            security_txt::show,
        ),
    ]
}
