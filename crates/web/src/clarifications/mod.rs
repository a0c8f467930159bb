//! Requests for clarification, the supplier's side, and the decision.
//!
//! The supplier reads what the team asks, changes the answers that are asked about (on
//! their usual pages, which are unlocked meanwhile), replies to each item, checks what
//! changed, and sends the reply. The decision says what was decided and why.

mod asked;
mod check;
mod decision;
pub(crate) mod difference;
mod errors;
mod place;
mod reply;
mod sent;

use crate::Route;
use crate::route::Access;
use domain::role::OrganisationRole;

/// Members of the supplier who read.
const READERS: Access = Access::Organisation(OrganisationRole::Viewer);
/// Members of the supplier who reply.
const WRITERS: Access = Access::Organisation(OrganisationRole::Editor);

pub(crate) fn routes() -> Vec<Route> {
    const ASKED: &str = "/applications/{reference}/clarifications/{id}";
    const CHECK: &str = "/applications/{reference}/clarifications/{id}/check";
    const SENT: &str = "/applications/{reference}/clarifications/{id}/sent";
    const REPLY: &str = "/applications/{reference}/clarifications/{id}/{subject}";
    const DECISION: &str = "/applications/{reference}/decision";
    vec![
        Route::get(ASKED, READERS, asked::show),
        Route::get(CHECK, READERS, check::show),
        Route::post(CHECK, WRITERS, check::submit),
        Route::get(SENT, READERS, sent::show),
        Route::get(REPLY, READERS, reply::show),
        Route::post(REPLY, WRITERS, reply::submit),
        Route::get(DECISION, READERS, decision::show),
    ]
}
