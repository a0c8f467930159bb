//! Organisations and their people.
//!
//! After the first sign-in a person sees the invitations to their address, and the
//! way to set up an organisation: three question pages, the same that an application
//! asks, and a check page. What was entered travels in the session, and nothing is
//! stored elsewhere before the last button. Whoever sets it up is its administrator.
//!
//! Administrators invite colleagues, give them another role and remove them. An
//! invitation is a link that only the holder of its address can accept. Somebody whose address
//! has the domain of a member may ask to join, and an administrator decides. A member's last
//! day is enforced by the database; an administrator can hand over and step down in one step,
//! and reads what happened in the organisation, and changes its name and address. Its register and number
//! are its key, and only the PSN team corrects them.

mod accept;
mod activity;
mod activity_words;
mod ask_to_join;
mod change;
mod check;
mod draft;
mod hand_over;
mod invitation;
mod invite;
mod leaving;
mod list;
mod organisation;
mod people;
mod person;
mod question;
mod remove;
mod request;
mod review_notice;
mod set_up;
mod start;
mod two_factor;

use crate::{Access, PageError, Route};
use domain::id::{InvitationId, JoinRequestId, OrganisationId, UserId};
use domain::role::OrganisationRole::{Administrator, Viewer};
use domain::when;
use govuk::Choice;
pub(crate) use review_notice::ReviewNotice;
use service::invitations::InviteError;
use service::organisations::ReadError;
use store::organisations::people::Access as PersonAccess;

const READERS: Access = Access::Organisation(Viewer);
const ADMINISTRATORS: Access = Access::Organisation(Administrator);

pub(crate) fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::get("/organisations", Access::SignedIn, list::show),
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
        Route::get(
            "/organisations/{organisation}/two-factor",
            ADMINISTRATORS,
            two_factor::show,
        ),
        Route::post(
            "/organisations/{organisation}/two-factor",
            ADMINISTRATORS,
            two_factor::submit,
        ),
    ];
    routes.extend(change_routes());
    routes.extend(people_routes());
    routes.extend(joining_routes());
    routes.extend(invitation_routes());
    routes
}

/// Changing what the organisation is called and where it is.
fn change_routes() -> Vec<Route> {
    const NAME: &str = "/organisations/{organisation}/name";
    const ADDRESS: &str = "/organisations/{organisation}/address";
    vec![
        Route::get(NAME, ADMINISTRATORS, change::show_name),
        Route::post(NAME, ADMINISTRATORS, change::submit_name),
        Route::get(ADDRESS, ADMINISTRATORS, change::show_address),
        Route::post(ADDRESS, ADMINISTRATORS, change::submit_address),
    ]
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
        Route::post(
            "/organisations/{organisation}/people/{user}/leaving",
            ADMINISTRATORS,
            leaving::submit,
        ),
        Route::get(
            "/organisations/{organisation}/people/hand-over",
            ADMINISTRATORS,
            hand_over::show,
        ),
        Route::post(
            "/organisations/{organisation}/people/hand-over",
            ADMINISTRATORS,
            hand_over::submit,
        ),
        Route::get(
            "/organisations/{organisation}/activity",
            ADMINISTRATORS,
            activity::show,
        ),
    ]
}

/// Asking to join, and the answer.
fn joining_routes() -> Vec<Route> {
    const ASK: &str = "/organisations/{organisation}/ask-to-join";
    const REQUEST: &str = "/organisations/{organisation}/requests/{request}";
    vec![
        Route::get(ASK, Access::SignedIn, ask_to_join::show),
        Route::post(ASK, Access::SignedIn, ask_to_join::submit),
        Route::get(REQUEST, ADMINISTRATORS, request::show),
        Route::post(REQUEST, ADMINISTRATORS, request::submit),
    ]
}

fn invitation_routes() -> Vec<Route> {
    vec![
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
pub(crate) fn organisation_id(text: &str) -> Result<OrganisationId, PageError> {
    OrganisationId::parse(text).ok_or(PageError::NotFound)
}

pub(crate) fn user_id(text: &str) -> Result<UserId, PageError> {
    UserId::parse(text).ok_or(PageError::NotFound)
}

fn invitation_id(text: &str) -> Result<InvitationId, PageError> {
    InvitationId::parse(text).ok_or(PageError::NotFound)
}

fn join_request_id(text: &str) -> Result<JoinRequestId, PageError> {
    JoinRequestId::parse(text).ok_or(PageError::NotFound)
}

/// Whether somebody has a second factor, in words.
pub(crate) fn second_factor(access: Option<PersonAccess>) -> &'static str {
    match access {
        Some(access) if access.has_second_factor => "On",
        _ => "Off",
    }
}

/// When somebody signed in last, in words.
pub(crate) fn last_signed_in(access: Option<PersonAccess>) -> String {
    let at = access.and_then(|access| access.last_signed_in_at);
    at.map_or_else(
        || "Not yet".to_owned(),
        |at| when::short_date(when::uk_date(at)),
    )
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
