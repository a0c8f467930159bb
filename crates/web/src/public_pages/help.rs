//! How to reach the PSN team.

use crate::App;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::State;
use govuk::Layout;

#[derive(Template)]
#[template(path = "public_pages/help.html")]
struct HelpPage {
    layout: Layout,
    team_email: String,
}

pub async fn show(State(app): State<App>, person: Option<SignedIn>, furniture: Furniture) -> Reply {
    let actor = person.map(|SignedIn(actor)| actor);
    reply::ok(&HelpPage {
        layout: furniture.public_for(actor.as_ref()).title("Help"),
        team_email: app.team_email.clone(),
    })
}
