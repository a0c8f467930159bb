//! The reply was sent.

use super::place::Place;
use crate::App;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Path, State};
use domain::when;
use govuk::{Layout, Panel};
use service::clarifications;
use service::signature_requests::stands_signed;

#[derive(Template)]
#[template(path = "clarifications/sent.html")]
struct SentPage {
    layout: Layout,
    panel: Panel,
    target: Option<String>,
    needs_signatory: bool,
    progress: String,
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path((reference, id)): Path<(String, String)>,
) -> Reply {
    let place = Place::parse(&reference, &id)?;
    let asked = clarifications::read(&app.store, &actor, &place.reference, place.id).await?;
    if asked.clarification.is_open() {
        return reply::see_other(&place.path());
    }
    // Where no signature stands, there is nothing to confirm: all of it is signed anew.
    let needs_signatory = !asked.changes_to_confirm().is_empty()
        && stands_signed(&app.store, &actor, asked.case.application.id).await?;
    let application = &asked.case.application;
    let target = application
        .target_on
        .filter(|_| !application.state.is_closed());
    reply::ok(&SentPage {
        layout: furniture
            .supplier(&actor, Some(application.organisation))
            .title("Reply sent")
            .section(application.service_title()),
        panel: Panel::new("Reply sent").reference("Your reference", application.reference.as_str()),
        target: target.map(when::date),
        needs_signatory,
        progress: place.application_page("progress"),
    })
}
