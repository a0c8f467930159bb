//! Making an account, signing in and out, a new password, your account.
//!
//! An account begins with an address. It gets an e-mail in any case: with a link,
//! or with the news that it has an account; the page is the same. The link shows a
//! button, because mail scanners open links but press nothing. The button confirms
//! the address, and the next page asks for a name and a password.
//!
//! Signing in gives the browser a session of a new name; signing out ends it in the
//! database. A forgotten password is replaced by the same sort of link.

mod about_to;
pub(crate) mod account;
mod answer_kept;
mod asked;
mod check_email;
mod close;
mod confirm;
pub(crate) mod confirm_it_is_you;
mod create;
mod details;
mod email;
pub(crate) mod email_field;
mod email_link;
mod forgot_password;
mod link_gone;
mod locked;
mod new_password;
pub(crate) mod next;
mod notifications;
mod password;
mod reset_password;
pub(crate) mod session;
mod sessions;
pub(crate) mod sign_in;
mod signed_out;
mod unlock;

use crate::{Access, PageError, Route};
use policy::Actor;
use service::passwords::HashingError;

pub(crate) fn routes() -> Vec<Route> {
    let parts = [creating(), signing_in(), ones_own()];
    parts.into_iter().flatten().collect()
}

fn creating() -> Vec<Route> {
    vec![
        Route::get("/create-account", Access::Public, create::show),
        Route::post("/create-account", Access::Public, create::submit),
        Route::get(
            "/create-account/check-email",
            Access::Public,
            check_email::show,
        ),
        Route::post(
            "/create-account/check-email",
            Access::Public,
            check_email::submit,
        ),
        Route::get("/confirm-email/{token}", Access::Link, confirm::show),
        Route::post("/confirm-email/{token}", Access::Link, confirm::submit),
        Route::get(
            "/create-account/details/{token}",
            Access::Link,
            details::show,
        ),
        Route::post(
            "/create-account/details/{token}",
            Access::Link,
            details::submit,
        ),
    ]
}

fn signing_in() -> Vec<Route> {
    vec![
        Route::get(
            "/confirm-it-is-you",
            Access::SignedIn,
            confirm_it_is_you::show,
        ),
        Route::post(
            "/confirm-it-is-you",
            Access::SignedIn,
            confirm_it_is_you::submit,
        ),
        Route::get("/sign-in", Access::Public, sign_in::show),
        Route::post("/sign-in", Access::Public, sign_in::submit),
        Route::get("/sign-in/locked", Access::Public, locked::show),
        Route::get("/sign-in/unlock/{token}", Access::Link, unlock::show),
        Route::post("/sign-in/unlock/{token}", Access::Link, unlock::submit),
        Route::post("/sign-out", Access::Public, signed_out::submit),
        Route::get("/signed-out", Access::Public, signed_out::show),
        Route::get("/forgot-password", Access::Public, forgot_password::show),
        Route::post("/forgot-password", Access::Public, forgot_password::submit),
        Route::get(
            "/reset-password/{token}",
            Access::Link,
            reset_password::show,
        ),
        Route::post(
            "/reset-password/{token}",
            Access::Link,
            reset_password::submit,
        ),
    ]
}

fn ones_own() -> Vec<Route> {
    vec![
        Route::get("/answer-kept", Access::SignedIn, answer_kept::show),
        Route::post("/answer-kept", Access::SignedIn, answer_kept::submit),
        Route::get("/account", Access::SignedIn, account::show),
        Route::get("/account/email", Access::SignedIn, email::show),
        Route::post("/account/email", Access::SignedIn, email::submit),
        Route::get(
            "/account/email/confirm/{token}",
            Access::SignedIn,
            email_link::show_confirm,
        ),
        Route::post(
            "/account/email/confirm/{token}",
            Access::SignedIn,
            email_link::confirm,
        ),
        Route::get(
            "/undo-email-change/{token}",
            Access::Link,
            email_link::show_undo,
        ),
        Route::post("/undo-email-change/{token}", Access::Link, email_link::undo),
        Route::get("/account/sessions", Access::SignedIn, sessions::show),
        Route::post(
            "/account/sessions/end-others",
            Access::SignedIn,
            sessions::end_others,
        ),
        Route::post(
            "/account/sessions/{id}/end",
            Access::SignedIn,
            sessions::end,
        ),
        Route::get(notifications::PATH, Access::SignedIn, notifications::show),
        Route::post(notifications::PATH, Access::SignedIn, notifications::submit),
        Route::get("/account/password", Access::SignedIn, password::show),
        Route::post("/account/password", Access::SignedIn, password::submit),
        Route::get("/account/close", Access::SignedIn, close::show),
        Route::post("/account/close", Access::SignedIn, close::submit),
    ]
}

/// Where a person begins after signing in.
pub(crate) fn home_of(actor: &Actor) -> &'static str {
    if actor.team_role.is_some() {
        "/team"
    } else {
        "/home"
    }
}

impl From<HashingError> for PageError {
    fn from(error: HashingError) -> Self {
        match error {
            HashingError::Busy {
                retry_after_seconds,
            } => Self::Busy {
                retry_after: retry_after_seconds,
            },
            HashingError::UnreadableHash | HashingError::Failed => Self::internal(error),
        }
    }
}
