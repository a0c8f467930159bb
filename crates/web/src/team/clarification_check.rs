//! The check before a request for clarification goes out: what the supplier will see.

use super::case;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::application::ApplicationState;
use domain::review::Verdict;
use domain::{when, working_days};
use govuk::{Button, FormState, HiddenInput, IdentityBar, Layout, Prose};
use policy::authorise_team;
use policy::team::AskClarification;
use serde::Deserialize;
use service::clarifications::{self, Seen};
use service::reviews;

/// The date to reply by, as `2026-12-07`.
const DUE: &str = "due";
/// What the person sees, so that nothing else is sent.
const SEEN: &str = "seen";

#[derive(Template)]
#[template(path = "team/clarification_check.html")]
struct CheckPage {
    layout: Layout,
    identity: IdentityBar,
    items: Vec<CheckItem>,
    deadline: String,
    edit: String,
    action: String,
    due: HiddenInput,
    seen: HiddenInput,
    button: Button,
}

/// What is asked about one subject.
struct CheckItem {
    title: String,
    request: Prose,
}

/// What the address says.
#[derive(Deserialize)]
pub struct CheckQuery {
    #[serde(default)]
    due: String,
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(reference): Path<String>,
    Query(query): Query<CheckQuery>,
) -> Reply {
    let reference = case::reference(&reference)?;
    let review = reviews::read(&app.store, &actor, &reference).await?;
    let path = case::path(&reference);
    let edit = format!("{path}/clarifications/new");
    let subjects = review.standing_at(Verdict::Ask);
    let asked = furniture.form(FormState::keeping([(DUE, query.due)]));
    let due = working_days::parse_iso(asked.value(DUE));
    let is_open = review.case.application.state == ApplicationState::UnderReview;
    let Some(due) = due.filter(|_| is_open && !subjects.is_empty()) else {
        return reply::see_other(&edit);
    };
    reply::ok(&CheckPage {
        layout: furniture
            .team(&actor)
            .title("Check what the supplier will see")
            .section(review.case.application.service_title())
            .back(&edit),
        identity: case::identity(&review.case.application, review.now),
        items: subjects
            .iter()
            .map(|subject| CheckItem {
                title: subject.title.clone(),
                request: Prose::new(review.note(&subject.id)),
            })
            .collect(),
        deadline: when::date_with_weekday(due),
        action: format!("{path}/clarifications/check"),
        due: HiddenInput::new(DUE, when::iso_date(due)),
        seen: HiddenInput::new(SEEN, clarifications::seen(&review).0),
        button: Button::primary("Send request"),
        edit,
    })
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(reference): Path<String>,
    mut posted: Posted,
) -> Reply {
    authorise_team::<AskClarification>(&actor)?;
    let due = working_days::parse_iso(&posted.take(DUE)).ok_or(PageError::Unreadable)?;
    let seen = Seen(posted.take(SEEN));
    posted.finish()?;
    let reference = case::reference(&reference)?;
    let office = case::office(&app);
    clarifications::ask(&app.store, &actor, &reference, (due, &seen), office).await?;
    reply::see_other_saying(
        &case::path(&reference),
        "The request was sent and the clock is paused",
    )
}
