//! What needs your attention, your applications and certificates.

mod attention;
mod overview;
mod page_mark;

use crate::{Access, Route};

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/home", Access::SignedIn, overview::show)]
}
