//! The PSN team's pages.
//!
//! The queue leads to a case. Its assessor begins the review, judges every answer and
//! section in the review workspace, looks at the signature and the infrastructure, asks
//! the supplier where something is unclear, and recommends. A lead who did not recommend
//! decides, and issues the certificate. Auditors and service administrators read all of
//! it and change nothing, but service administrators may confirm the infrastructure.

mod agreement_end;
mod approve;
mod approve_form;
mod asked;
pub(crate) mod case;
pub(crate) mod certificates;
mod changed_documents;
mod clarification;
mod clarification_check;
mod clarification_form;
mod clarification_new;
mod condition_fields;
mod connection;
mod connection_form;
mod covers;
pub(crate) mod date_field;
mod decision_errors;
mod decision_tasks;
mod documents;
mod enquiries;
mod enquiry;
mod errors;
mod infrastructure;
mod infrastructure_form;
mod infrastructure_owner;
mod issue;
mod issued;
mod last_year;
mod overview;
mod queue;
mod recommend;
mod recommend_form;
mod renewed;
mod review;
mod review_form;
mod review_parts;
mod signature;
mod signature_form;
mod target;
mod timeline;
mod waiting;

use crate::Route;
use crate::route::{Access, TEAM_ASSESSORS, TEAM_LEADS, TEAM_READERS};
use domain::role::TeamRole;

/// Who may confirm a connection certificate for the register.
const TEAM_CONFIRMERS: Access = Access::Team(&[
    TeamRole::Assessor,
    TeamRole::Lead,
    TeamRole::ServiceAdministrator,
]);

pub(crate) fn routes() -> Vec<Route> {
    [case_routes(), clarification_routes(), decision_routes()]
        .into_iter()
        .flatten()
        .collect()
}

/// The queue, a case, and its review.
fn case_routes() -> Vec<Route> {
    const CASE: &str = "/team/applications/{reference}";
    const BEGIN: &str = "/team/applications/{reference}/begin";
    const REVIEW: &str = "/team/applications/{reference}/review/{subject}";
    const SIGNATURE: &str = "/team/applications/{reference}/signature";
    const SIGNED_PAGE: &str = "/team/applications/{reference}/signature/{request}/file";
    const INFRASTRUCTURE: &str = "/team/applications/{reference}/infrastructure";
    const CONNECTION: &str = "/team/applications/{reference}/connection";
    const DOCUMENTS: &str = "/team/applications/{reference}/documents";
    const FILE: &str = "/team/applications/{reference}/documents/{document}/file";
    const TIMELINE: &str = "/team/applications/{reference}/timeline";
    vec![
        Route::get(enquiries::PATH, TEAM_READERS, enquiries::show),
        Route::get("/team/enquiries/{enquiry}", TEAM_READERS, enquiry::show),
        Route::post(
            "/team/enquiries/{enquiry}",
            TEAM_CONFIRMERS,
            enquiry::submit,
        ),
        Route::get(certificates::PATH, TEAM_READERS, certificates::show),
        Route::get("/team", TEAM_READERS, queue::show),
        Route::get(CASE, TEAM_READERS, overview::show),
        Route::post(BEGIN, TEAM_ASSESSORS, overview::submit),
        Route::get(REVIEW, TEAM_READERS, review::show),
        Route::post(REVIEW, TEAM_ASSESSORS, review::submit),
        Route::get(SIGNATURE, TEAM_READERS, signature::show),
        Route::post(SIGNATURE, TEAM_ASSESSORS, signature::submit),
        Route::get(SIGNED_PAGE, TEAM_READERS, signature::file),
        Route::get(INFRASTRUCTURE, TEAM_READERS, infrastructure::show),
        Route::post(INFRASTRUCTURE, TEAM_CONFIRMERS, infrastructure::submit),
        Route::get(CONNECTION, TEAM_READERS, connection::show),
        Route::post(CONNECTION, TEAM_CONFIRMERS, connection::submit),
        Route::get(DOCUMENTS, TEAM_READERS, documents::show),
        Route::get(FILE, TEAM_READERS, documents::download),
        Route::get(TIMELINE, TEAM_READERS, timeline::show),
    ]
}

/// Asking the supplier.
fn clarification_routes() -> Vec<Route> {
    const NEW: &str = "/team/applications/{reference}/clarifications/new";
    const CHECK: &str = "/team/applications/{reference}/clarifications/check";
    const ASKED: &str = "/team/applications/{reference}/clarifications/{id}";
    vec![
        Route::get(NEW, TEAM_READERS, clarification_new::show),
        Route::post(NEW, TEAM_ASSESSORS, clarification_new::submit),
        Route::get(CHECK, TEAM_READERS, clarification_check::show),
        Route::post(CHECK, TEAM_ASSESSORS, clarification_check::submit),
        Route::get(ASKED, TEAM_READERS, clarification::show),
    ]
}

/// Recommending, deciding and issuing.
fn decision_routes() -> Vec<Route> {
    const RECOMMEND: &str = "/team/applications/{reference}/recommend";
    const APPROVE: &str = "/team/applications/{reference}/approve";
    const ISSUE: &str = "/team/applications/{reference}/issue";
    const ISSUED: &str = "/team/applications/{reference}/issued";
    vec![
        Route::get(RECOMMEND, TEAM_READERS, recommend::show),
        Route::post(RECOMMEND, TEAM_ASSESSORS, recommend::submit),
        Route::get(APPROVE, TEAM_READERS, approve::show),
        Route::post(APPROVE, TEAM_LEADS, approve::submit),
        Route::get(ISSUE, TEAM_READERS, issue::show),
        Route::post(ISSUE, TEAM_LEADS, issue::submit),
        Route::get(ISSUED, TEAM_READERS, issued::show),
    ]
}
