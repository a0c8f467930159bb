//! The start page.

use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use govuk::{Button, Layout};

#[derive(Template)]
#[template(path = "public_pages/start.html")]
struct StartPage {
    layout: Layout,
    is_signed_in: bool,
    start: Button,
}

pub async fn show(person: Option<SignedIn>, furniture: Furniture) -> Reply {
    let actor = person.map(|SignedIn(actor)| actor);
    let target = match &actor {
        Some(actor) if actor.team_role.is_some() => "/team",
        Some(_) => "/home",
        None => "/create-account",
    };
    reply::ok(&StartPage {
        layout: furniture
            .public_for(actor.as_ref())
            .title("Apply to provide a PSN service"),
        is_signed_in: actor.is_some(),
        start: Button::start("Start now", target),
    })
}
