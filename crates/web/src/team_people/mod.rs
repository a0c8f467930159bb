//! The people of the PSN team, for service administrators.
//!
//! Somebody is invited and gets a link that sets up their account, once. Their role, a leave
//! of absence and their last day are on their page. Whoever has left is archived: their work
//! keeps their name, and they may come back. The last lead and the last service administrator stay.

mod archive;
mod invite;
mod list;
mod person;

use crate::{Access, PageError, Route};
use domain::id::UserId;
use domain::role::TeamRole;
use govuk::Choice;
use service::team_people::TeamPersonError;

const ADMINISTRATORS: Access = Access::Team(&[TeamRole::ServiceAdministrator]);
const PATH: &str = "/team/admin/people";

pub(crate) fn routes() -> Vec<Route> {
    const INVITE: &str = "/team/admin/people/invite";
    const PERSON: &str = "/team/admin/people/{team_person}";
    const AGAIN: &str = "/team/admin/people/{team_person}/invite-again";
    const ARCHIVE: &str = "/team/admin/people/{team_person}/archive";
    const RESTORE: &str = "/team/admin/people/{team_person}/restore";
    vec![
        Route::get(PATH, ADMINISTRATORS, list::show),
        Route::get(INVITE, ADMINISTRATORS, invite::show),
        Route::post(INVITE, ADMINISTRATORS, invite::submit),
        Route::get(PERSON, ADMINISTRATORS, person::show),
        Route::post(PERSON, ADMINISTRATORS, person::submit),
        Route::post(AGAIN, ADMINISTRATORS, person::invite_again),
        Route::get(ARCHIVE, ADMINISTRATORS, archive::show),
        Route::post(ARCHIVE, ADMINISTRATORS, archive::submit),
        Route::post(RESTORE, ADMINISTRATORS, person::restore),
    ]
}

fn user_id(text: &str) -> Result<UserId, PageError> {
    UserId::parse(text).ok_or(PageError::NotFound)
}

/// The roles to choose from.
fn role_choices() -> impl Iterator<Item = Choice> {
    TeamRole::ALL
        .iter()
        .map(|role| Choice::new(role.as_str(), role.title()).hint(meaning(*role)))
}

/// What a role of the team means, in a line.
fn meaning(role: TeamRole) -> &'static str {
    match role {
        TeamRole::Assessor => "Reviews, asks suppliers and recommends",
        TeamRole::Lead => "Does what an assessor does, decides and issues certificates",
        TeamRole::ServiceAdministrator => "Looks after the team’s people and the infrastructure",
        TeamRole::Auditor => "Reads everything and changes nothing",
    }
}

impl From<TeamPersonError> for PageError {
    fn from(error: TeamPersonError) -> Self {
        match error {
            TeamPersonError::NotFound => Self::NotFound,
            TeamPersonError::Denied(denied) => denied.into(),
            TeamPersonError::Exists
            | TeamPersonError::IsSetUp
            | TeamPersonError::LastOfRole
            | TeamPersonError::Oneself
            | TeamPersonError::DaysOutOfOrder => Self::Conflict,
            TeamPersonError::Store(error) => error.into(),
        }
    }
}
