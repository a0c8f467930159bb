//! The infrastructure that an organisation holds, and what runs on it.
//!
//! `list` names the infrastructure; `services` is the list of what names it, beside what the owner
//! says; `service` takes the owner's answer about one service; `standing` agrees once to every
//! service of a supplier; `withdraw` takes one agreement back after showing what that does, or keeps it after all. For the
//! PSN team, `reconciliation` shows where both lists differ, and `infrastructure` one of them.

mod end;
mod ended;
mod infrastructure;
mod list;
mod reconciliation;
mod responsibilities;
mod responsibility;
mod service;
mod services;
mod standing;
mod table;
mod withdraw;
pub(crate) mod withdraw_form;

use crate::route::{Access, TEAM_READERS};
use crate::{PageError, Route};
use ::service::hosting::{
    AnswerError, GiveError, NameError, PublishError, ReadError, TakeBackError, WithdrawError,
};
use domain::id::{InfrastructureId, OrganisationId};
use domain::role::OrganisationRole::{Administrator, Editor, Viewer};
use domain::role::TeamRole;

/// Who may say which organisation holds an infrastructure.
const TEAM_NAMERS: Access = Access::Team(&[TeamRole::Lead, TeamRole::ServiceAdministrator]);

pub(crate) fn routes() -> Vec<Route> {
    const LIST: &str = "/organisations/{organisation}/infrastructure";
    const SERVICES: &str = "/organisations/{organisation}/infrastructure/{infrastructure}";
    const SERVICE: &str =
        "/organisations/{organisation}/infrastructure/{infrastructure}/services/{service}";
    const STANDING: &str = "/organisations/{organisation}/infrastructure/{infrastructure}/standing";
    const TAKE_BACK: &str = "/organisations/{organisation}/infrastructure/{infrastructure}/standing/{agreement}/withdraw";
    const WITHDRAW: &str = "/organisations/{organisation}/infrastructure/{infrastructure}/agreements/{agreement}/withdraw";
    const KEEP: &str =
        "/organisations/{organisation}/infrastructure/{infrastructure}/agreements/{agreement}/keep";
    const COVERED: &str =
        "/organisations/{organisation}/infrastructure/{infrastructure}/responsibilities";
    const COVERED_ONE: &str =
        "/organisations/{organisation}/infrastructure/{infrastructure}/responsibilities/{subject}";
    const TEAM: &str = "/team/infrastructure/{infrastructure}";
    const END: &str = "/team/infrastructure/{infrastructure}/end";
    let reader = Access::Organisation(Viewer);
    let editor = Access::Organisation(Editor);
    let administrator = Access::Organisation(Administrator);
    vec![
        Route::get(LIST, reader, list::show),
        Route::get(SERVICES, reader, services::show),
        Route::post(SERVICES, editor, services::submit),
        Route::get(SERVICE, editor, service::show),
        Route::post(SERVICE, editor, service::submit),
        Route::get(STANDING, administrator, standing::show),
        Route::post(STANDING, administrator, standing::submit),
        Route::post(TAKE_BACK, administrator, standing::take_back),
        Route::get(WITHDRAW, administrator, withdraw::show),
        Route::post(WITHDRAW, administrator, withdraw::submit),
        Route::post(KEEP, administrator, withdraw::keep),
        Route::get(COVERED, reader, responsibilities::show),
        Route::get(COVERED_ONE, editor, responsibility::show),
        Route::post(COVERED_ONE, editor, responsibility::submit),
        Route::get("/team/infrastructure", TEAM_READERS, reconciliation::show),
        Route::get(TEAM, TEAM_READERS, infrastructure::show),
        Route::post(TEAM, TEAM_NAMERS, infrastructure::submit),
        Route::get(END, TEAM_NAMERS, end::show),
        Route::post(END, TEAM_NAMERS, end::submit),
    ]
}

/// The address of what runs on an infrastructure, for its owner.
fn path(organisation: OrganisationId, infrastructure: InfrastructureId) -> String {
    format!("/organisations/{organisation}/infrastructure/{infrastructure}")
}

fn infrastructure_id(text: &str) -> Result<InfrastructureId, PageError> {
    InfrastructureId::parse(text).ok_or(PageError::NotFound)
}

impl From<ReadError> for PageError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotFound => Self::NotFound,
            ReadError::Denied(denied) => denied.into(),
            ReadError::Store(error) => error.into(),
        }
    }
}

impl From<AnswerError> for PageError {
    fn from(error: AnswerError) -> Self {
        match error {
            AnswerError::NotFound => Self::NotFound,
            AnswerError::Denied(denied) => denied.into(),
            AnswerError::Store(error) => error.into(),
        }
    }
}

impl From<PublishError> for PageError {
    fn from(error: PublishError) -> Self {
        match error {
            PublishError::NotFound => Self::NotFound,
            PublishError::Stale => Self::Conflict,
            PublishError::Denied(denied) => denied.into(),
            PublishError::Store(error) => error.into(),
        }
    }
}

impl From<GiveError> for PageError {
    fn from(error: GiveError) -> Self {
        match error {
            GiveError::NotFound => Self::NotFound,
            GiveError::Denied(denied) => denied.into(),
            GiveError::Past | GiveError::AfterCertificate(_) => Self::Unreadable,
            GiveError::Store(error) => error.into(),
        }
    }
}

impl From<TakeBackError> for PageError {
    fn from(error: TakeBackError) -> Self {
        match error {
            TakeBackError::Denied(denied) => denied.into(),
            TakeBackError::Store(error) => error.into(),
        }
    }
}

impl From<WithdrawError> for PageError {
    fn from(error: WithdrawError) -> Self {
        match error {
            WithdrawError::NotFound => Self::NotFound,
            WithdrawError::Denied(denied) => denied.into(),
            WithdrawError::Closed | WithdrawError::EndsBefore(_) => Self::Conflict,
            WithdrawError::Store(error) => error.into(),
        }
    }
}

impl From<NameError> for PageError {
    fn from(error: NameError) -> Self {
        match error {
            NameError::NotFound => Self::NotFound,
            NameError::Denied(denied) => denied.into(),
            NameError::Unknown | NameError::Many => Self::Unreadable,
            NameError::Store(error) => error.into(),
        }
    }
}
