//! Signing out.

use super::session;
use crate::App;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::State;
use govuk::{Button, Layout};
use service::sign_in;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "accounts/signed_out.html")]
struct SignedOutPage {
    layout: Layout,
    button: Button,
}

pub async fn show(furniture: Furniture) -> Reply {
    reply::ok(&SignedOutPage {
        layout: furniture.public().title("You have signed out"),
        button: Button::primary("Sign in again").href("/sign-in"),
    })
}

/// Ends the session in the database. Somebody who is signed out already stays so.
pub async fn submit(
    State(app): State<App>,
    person: Option<SignedIn>,
    session: Session,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    if let Some(SignedIn(actor)) = person {
        sign_in::end(&app.gate, &actor).await?;
    }
    session::end(&session).await?;
    reply::see_other("/signed-out")
}
