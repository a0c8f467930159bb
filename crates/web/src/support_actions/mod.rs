//! What the team does to the account of somebody outside of it, or to the registration of their
//! organisation.
//!
//! A lead or service administrator proposes it with a reason; another one approves or
//! refuses. The organisation sees it in its activity log, and everybody whom it concerns
//! gets an email.

mod action;
mod correction;
mod list;
mod propose;

use crate::{Access, PageError, Route};
use domain::id::SupportActionId;
use domain::role::TeamRole;
use service::support_actions::DecideSupportError;

const READERS: Access = Access::Team(&[
    TeamRole::Lead,
    TeamRole::ServiceAdministrator,
    TeamRole::Auditor,
]);
const DECIDERS: Access = Access::Team(&[TeamRole::Lead, TeamRole::ServiceAdministrator]);
const PATH: &str = "/team/admin/support";

pub(crate) fn routes() -> Vec<Route> {
    const PROPOSE: &str = "/team/admin/support/new/{support_kind}";
    const ACTION: &str = "/team/admin/support/{support_action}";
    vec![
        Route::get(PATH, READERS, list::show),
        Route::get(PROPOSE, DECIDERS, propose::show),
        Route::post(PROPOSE, DECIDERS, propose::submit),
        Route::get(ACTION, READERS, action::show),
        Route::post(ACTION, DECIDERS, action::submit),
    ]
}

fn action_id(text: &str) -> Result<SupportActionId, PageError> {
    SupportActionId::parse(text).ok_or(PageError::NotFound)
}

impl From<DecideSupportError> for PageError {
    fn from(error: DecideSupportError) -> Self {
        match error {
            DecideSupportError::NotFound => Self::NotFound,
            DecideSupportError::Denied(denied) => denied.into(),
            DecideSupportError::SamePerson => Self::Forbidden,
            DecideSupportError::NotOpen | DecideSupportError::NumberTaken => Self::Conflict,
            DecideSupportError::Store(error) => error.into(),
        }
    }
}
