//! Passkeys: keeping them, signing in with one, showing again who one is.
//!
//! A passkey is the second factor of somebody who showed the password, or the whole sign-in: the
//! device asked for a fingerprint, face or PIN. These are the only pages with a script
//! (docs/adr/0015): it gives the browser what the page asks, and posts the answer with the form.
//! Without it the page says so and leads to the other ways.

mod add;
mod confirm;
mod list;
mod remove;
mod sign_in;

use crate::accounts::next::local_path;
use crate::{Access, App, PageError, Route};
use service::factors::{Passkeys, QuestionError};

/// What the browser was asked, sealed.
const QUESTION: &str = "question";
/// What the browser answered, put in by the script.
const CREDENTIAL: &str = "credential";
const LIST: &str = "/account/passkeys";

pub(crate) fn routes() -> Vec<Route> {
    const CONFIRM: &str = "/confirm-it-is-you/passkey";
    const REMOVE: &str = "/account/passkeys/{passkey}/remove";
    vec![
        Route::get(LIST, Access::SignedIn, list::show),
        Route::get("/account/passkeys/add", Access::SignedIn, add::show),
        Route::post("/account/passkeys/add", Access::SignedIn, add::submit),
        Route::get(REMOVE, Access::SignedIn, remove::show),
        Route::post(REMOVE, Access::SignedIn, remove::submit),
        Route::get(CONFIRM, Access::SignedIn, confirm::show),
        Route::post(CONFIRM, Access::SignedIn, confirm::submit),
        Route::get("/sign-in/passkey", Access::Public, sign_in::show),
        Route::post("/sign-in/passkey", Access::Public, sign_in::submit),
    ]
}

/// The page to sign in with a passkey and go on to `next`, when that is a path of ours.
pub(crate) fn sign_in_href(next: &str) -> String {
    let next: String = local_path(next)
        .map(|path| form_urlencoded::byte_serialize(path.as_bytes()).collect())
        .unwrap_or_default();
    if next.is_empty() {
        "/sign-in/passkey".to_owned()
    } else {
        format!("/sign-in/passkey?next={next}")
    }
}

/// What asks for passkeys; not found where browsers have none for our address.
fn asking(app: &App) -> Result<&Passkeys, PageError> {
    app.passkeys.as_deref().ok_or(PageError::NotFound)
}

impl From<QuestionError> for PageError {
    fn from(error: QuestionError) -> Self {
        match error {
            QuestionError::Store(error) => error.into(),
            QuestionError::Webauthn(error) => Self::internal(error),
            QuestionError::Json(error) => Self::internal(error),
        }
    }
}
