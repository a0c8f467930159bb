//! Organisations and their people.
//!
//! After the first sign-in a person sees the invitations to their address, and the
//! way to set up an organisation: three question pages, the same that an application
//! asks, and a check page. What was entered travels in the session, and nothing is
//! stored elsewhere before the last button. Whoever sets it up is its administrator.
//!
//! Administrators invite colleagues, give them another role and remove them. An
//! invitation is a link that only the holder of its address can accept.

mod accept;
mod check;
mod draft;
mod invitation;
mod invite;
mod organisation;
mod people;
mod person;
mod question;
mod remove;
mod set_up;
mod start;

use crate::{Access, PageError, Route};
use domain::id::{InvitationId, OrganisationId, UserId};
use domain::role::OrganisationRole::{Administrator, Viewer};
use govuk::Choice;
use service::invitations::InviteError;
use service::organisations::ReadError;

const READERS: Access = Access::Organisation(Viewer);
const ADMINISTRATORS: Access = Access::Organisation(Administrator);

pub(crate) fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::get("/organisations/start", Access::SignedIn, start::show),
        Route::post("/organisations/start", Access::SignedIn, start::submit),
        Route::get("/organisations/new/check", Access::SignedIn, check::show),
        Route::post("/organisations/new/check", Access::SignedIn, check::submit),
        Route::get("/organisations/new/{step}", Access::SignedIn, set_up::show),
        Route::post(
            "/organisations/new/{step}",
            Access::SignedIn,
            set_up::submit,
        ),
        Route::get("/organisations/{organisation}", READERS, organisation::show),
    ];
    routes.extend(people_routes());
    routes
}

fn people_routes() -> Vec<Route> {
    vec![
        Route::get(
            "/organisations/{organisation}/people",
            READERS,
            people::show,
        ),
        Route::get(
            "/organisations/{organisation}/people/invite",
            ADMINISTRATORS,
            invite::show,
        ),
        Route::post(
            "/organisations/{organisation}/people/invite",
            ADMINISTRATORS,
            invite::submit,
        ),
        Route::get(
            "/organisations/{organisation}/people/{user}",
            ADMINISTRATORS,
            person::show,
        ),
        Route::post(
            "/organisations/{organisation}/people/{user}",
            ADMINISTRATORS,
            person::submit,
        ),
        Route::get(
            "/organisations/{organisation}/people/{user}/remove",
            ADMINISTRATORS,
            remove::show,
        ),
        Route::post(
            "/organisations/{organisation}/people/{user}/remove",
            ADMINISTRATORS,
            remove::submit,
        ),
        Route::get(
            "/organisations/{organisation}/invitations/{invitation}",
            ADMINISTRATORS,
            invitation::show,
        ),
        Route::post(
            "/organisations/{organisation}/invitations/{invitation}/send-again",
            ADMINISTRATORS,
            invitation::send_again,
        ),
        Route::post(
            "/organisations/{organisation}/invitations/{invitation}/cancel",
            ADMINISTRATORS,
            invitation::cancel,
        ),
        Route::get("/invitations/{token}", Access::Link, accept::show),
        Route::post("/invitations/{token}", Access::Link, accept::submit),
    ]
}

/// The organisation of an address; one that can't be is not found.
fn organisation_id(text: &str) -> Result<OrganisationId, PageError> {
    OrganisationId::parse(text).ok_or(PageError::NotFound)
}

fn user_id(text: &str) -> Result<UserId, PageError> {
    UserId::parse(text).ok_or(PageError::NotFound)
}

fn invitation_id(text: &str) -> Result<InvitationId, PageError> {
    InvitationId::parse(text).ok_or(PageError::NotFound)
}

/// The roles to choose from, each with its meaning.
fn role_choices() -> impl Iterator<Item = Choice> {
    domain::role::OrganisationRole::ALL.iter().map(|role| {
        let meaning = role.meaning();
        let hint = format!("{}{}", meaning[..1].to_uppercase(), &meaning[1..]);
        Choice::new(role.as_str(), role.title()).hint(hint)
    })
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

impl From<InviteError> for PageError {
    fn from(error: InviteError) -> Self {
        match error {
            InviteError::NotFound => Self::NotFound,
            InviteError::Denied(denied) => denied.into(),
            InviteError::AlreadyMember | InviteError::TooMany => Self::Conflict,
            InviteError::Store(error) => error.into(),
        }
    }
}
