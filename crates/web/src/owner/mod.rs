//! The infrastructure owner's pages, behind an e-mailed link.
//!
//! The owner sees who asks and about what, enters the e-mailed code, reads what the service is and
//! what they are not confirming, decides, checks and sends. The answer is kept on the link until
//! it is sent; then the supplier is told and the owner gets a copy.

mod check;
mod decision;
mod done;
mod service;
mod withdraw;

use crate::links::{code, start};
use crate::{Access, Route};

pub(crate) fn routes() -> Vec<Route> {
    let access = Access::Link;
    vec![
        Route::get("/owner/{token}", access, start::show),
        Route::post("/owner/{token}", access, start::submit),
        Route::get("/owner/{token}/code", access, code::show),
        Route::post("/owner/{token}/code", access, code::submit),
        Route::get("/owner/{token}/service", access, service::show),
        Route::get("/owner/{token}/decision", access, decision::show),
        Route::post("/owner/{token}/decision", access, decision::submit),
        Route::get("/owner/{token}/check", access, check::show),
        Route::post("/owner/{token}/check", access, check::submit),
        Route::get("/owner/{token}/done", access, done::show),
        Route::get("/owner/{token}/withdraw", access, withdraw::show),
        Route::post("/owner/{token}/withdraw", access, withdraw::submit),
        Route::post("/owner/{token}/keep", access, withdraw::keep),
    ]
}
