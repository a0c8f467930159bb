//! The PSN team's pages.
//!
//! The queue leads to a case. Its assessor begins the review, judges every answer and
//! section in the review workspace, looks at the signature and the infrastructure, asks
//! the supplier where something is unclear, and recommends. A lead who did not recommend
//! decides, and issues the certificate. Auditors and service administrators read all of
//! it and change nothing, but service administrators may confirm the infrastructure.

mod case;
mod errors;
mod infrastructure;
mod infrastructure_form;
mod overview;
mod queue;
mod review;
mod review_form;
mod review_parts;
mod signature;
mod target;
mod timeline;

use crate::Route;
use crate::route::{Access, TEAM_ASSESSORS, TEAM_READERS};
use domain::role::TeamRole;

/// Who may confirm a connection certificate for the register.
const TEAM_CONFIRMERS: Access = Access::Team(&[
    TeamRole::Assessor,
    TeamRole::Lead,
    TeamRole::ServiceAdministrator,
]);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/team", TEAM_READERS, queue::show),
        Route::get(
            "/team/applications/{reference}",
            TEAM_READERS,
            overview::show,
        ),
        Route::post(
            "/team/applications/{reference}/begin",
            TEAM_ASSESSORS,
            overview::submit,
        ),
        Route::get(
            "/team/applications/{reference}/review/{subject}",
            TEAM_READERS,
            review::show,
        ),
        Route::post(
            "/team/applications/{reference}/review/{subject}",
            TEAM_ASSESSORS,
            review::submit,
        ),
        Route::get(
            "/team/applications/{reference}/signature",
            TEAM_READERS,
            signature::show,
        ),
        Route::get(
            "/team/applications/{reference}/infrastructure",
            TEAM_READERS,
            infrastructure::show,
        ),
        Route::post(
            "/team/applications/{reference}/infrastructure",
            TEAM_CONFIRMERS,
            infrastructure::submit,
        ),
        Route::get(
            "/team/applications/{reference}/timeline",
            TEAM_READERS,
            timeline::show,
        ),
    ]
}
