//! What to have ready.

use crate::App;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::State;
use govuk::Layout;

#[derive(Template)]
#[template(path = "public_pages/before_you_start.html")]
struct BeforeYouStartPage {
    layout: Layout,
    team_email: String,
}

pub async fn show(State(app): State<App>, person: Option<SignedIn>, furniture: Furniture) -> Reply {
    let actor = person.map(|SignedIn(actor)| actor);
    reply::ok(&BeforeYouStartPage {
        layout: furniture
            .public_for(actor.as_ref())
            .title("Before you start"),
        team_email: app.team_email.clone(),
    })
}
