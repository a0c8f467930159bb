//! How accessible the service is, and how that was found out.

use crate::App;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::State;
use govuk::Layout;

#[derive(Template)]
#[template(path = "public_pages/accessibility.html")]
struct AccessibilityPage {
    layout: Layout,
    team_email: String,
}

pub async fn show(State(app): State<App>, person: Option<SignedIn>, furniture: Furniture) -> Reply {
    let actor = person.map(|SignedIn(actor)| actor);
    reply::ok(&AccessibilityPage {
        layout: furniture
            .public_for(actor.as_ref())
            .title("Accessibility statement"),
        team_email: app.team_email.clone(),
    })
}
