//! Who is signed in.

use crate::{App, PageError};
use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use domain::credential::Credential;
use policy::Actor;
use std::convert::Infallible;
use store::sessions::credential_of;
use tower_sessions::Session;

/// The digest of the session's token, without asking the database; anonymous
/// when the browser has no session. For pages that take one statement.
pub struct Presented(pub Credential);

impl<S: Send + Sync> FromRequestParts<S> for Presented {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let id = parts.extensions.get::<Session>().and_then(Session::id);
        Ok(Self(id.map_or(Credential::ANONYMOUS, credential_of)))
    }
}

/// The person who is signed in; everybody else is sent to sign in.
pub struct SignedIn(pub Actor);

impl FromRequestParts<App> for SignedIn {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PageError> {
        let person = <Option<Self>>::from_request_parts(parts, app).await?;
        let person = person.ok_or(PageError::SignedOut)?;
        if person.0.lacks_second_factor && !is_open_without_second_factor(parts.uri.path()) {
            return Err(PageError::SecondFactorMissing);
        }
        Ok(person)
    }
}

impl OptionalFromRequestParts<App> for SignedIn {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>, PageError> {
        let Ok(Presented(credential)) = Presented::from_request_parts(parts, app).await;
        if credential == Credential::ANONYMOUS {
            return Ok(None);
        }
        Ok(app.store.actor(credential).await?.map(SignedIn))
    }
}

/// What people may do who still have to set up a second factor: that, and their own account.
fn is_open_without_second_factor(path: &str) -> bool {
    path.starts_with("/account") || path == "/confirm-it-is-you"
}
