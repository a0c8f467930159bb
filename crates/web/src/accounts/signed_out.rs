//! Signing out.

use super::session;
use crate::App;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::layers::kept;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Query, State};
use govuk::{Button, Layout};
use serde::Deserialize;
use service::sign_in;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "accounts/signed_out.html")]
struct SignedOutPage {
    layout: Layout,
    was_kept: bool,
    button: Button,
}

#[derive(Deserialize)]
pub struct Shown {
    #[serde(default)]
    kept: String,
}

/// Says that the person signed out, or that we did it to keep their data safe and kept what they
/// typed.
pub async fn show(furniture: Furniture, Query(shown): Query<Shown>) -> Reply {
    let was_kept = shown.kept == "yes";
    let (title, way) = if was_kept {
        let title = "We signed you out to keep your information safe";
        (title, format!("/sign-in?next={}", kept::PAGE))
    } else {
        ("You have signed out", "/sign-in".to_owned())
    };
    reply::ok(&SignedOutPage {
        layout: furniture.public().title(title),
        was_kept,
        button: Button::primary("Sign in again").href(way),
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
