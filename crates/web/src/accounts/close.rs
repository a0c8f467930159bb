//! Closing your account: what happens to shared work first, then one button.

use super::account::own_layout;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::State;
use govuk::{Button, Layout};
use policy::Actor;
use service::accounts::{self, Alone, CloseError, Needed};

#[derive(Template)]
#[template(path = "accounts/close.html")]
struct ClosePage {
    layout: Layout,
    email: String,
    team_email: String,
    is_of_the_team: bool,
    to_hand_over: Vec<Alone>,
    organisations: Vec<String>,
    close: Button,
}

impl ClosePage {
    fn new(app: &App, furniture: &Furniture, actor: &Actor, needed: Option<Needed>) -> Self {
        let layout = own_layout(furniture, actor).title("Close your account");
        let is_of_the_team = needed == Some(Needed::ByTheTeam);
        let to_hand_over = match needed {
            Some(Needed::ToHandOver(alone)) => alone,
            Some(Needed::ByTheTeam) | None => Vec::new(),
        };
        let places = actor.memberships.iter();
        Self {
            layout: layout.back("/account"),
            email: actor.email.clone(),
            team_email: app.team_email.clone(),
            is_of_the_team,
            to_hand_over,
            organisations: places
                .map(|place| place.organisation_name.clone())
                .collect(),
            close: Button::warning("Close my account"),
        }
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
) -> Reply {
    let needed = accounts::find_needed(&app.gate, &actor).await?;
    reply::ok(&ClosePage::new(&app, &furniture, &actor, needed))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    match accounts::close(&app.gate, &app.passwords, &actor).await {
        Ok(()) => reply::see_other_saying("/sign-in", "Your account is closed"),
        Err(CloseError::Needed(needed)) => {
            reply::conflict(&ClosePage::new(&app, &furniture, &actor, Some(needed)))
        }
        Err(error) => Err(error.into()),
    }
}

impl From<CloseError> for PageError {
    fn from(error: CloseError) -> Self {
        match error {
            CloseError::Denied(denied) => denied.into(),
            CloseError::Needed(_) => Self::Conflict,
            CloseError::Store(error) => error.into(),
        }
    }
}
