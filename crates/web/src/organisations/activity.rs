//! What happened in an organisation, in plain words.

use super::{activity_words, organisation_id};
use crate::App;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::id::UserId;
use domain::when;
use govuk::{Button, Layout, Pagination, Select, Timeline, TimelineEvent};
use serde::Deserialize;
use service::organisations;
use service::signature_requests::ink::signed_in_words;
use store::audit_events::Entry;
use time::OffsetDateTime;

const PERSON: &str = "person";

#[derive(Template)]
#[template(path = "organisations/activity.html")]
struct ActivityPage {
    layout: Layout,
    action: String,
    person: Select,
    apply: Button,
    is_empty: bool,
    timeline: Timeline,
    pagination: Pagination,
}

/// What the address says.
#[derive(Deserialize)]
pub struct ActivityQuery {
    #[serde(default)]
    person: String,
    before: Option<i64>,
}

fn event(entry: &Entry, now: OffsetDateTime) -> TimelineEvent {
    let event = TimelineEvent::new(
        activity_words::sentence(entry),
        when::relative(entry.at, now),
        when::machine(entry.at),
    );
    match &entry.by_name {
        // Who uploaded the page of a signature is in the words.
        Some(name) if signed_in_words(entry).is_none() => event.by(name),
        Some(_) | None => event,
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(organisation): Path<String>,
    Query(query): Query<ActivityQuery>,
) -> Reply {
    let id = organisation_id(&organisation)?;
    let person = UserId::parse(&query.person);
    let kinds = activity_words::kinds();
    let store = &app.store;
    let found = organisations::activity(store, &actor, id, &kinds, person, query.before).await?;
    let path = format!("/organisations/{id}/activity");
    let older = found.entries.last().filter(|_| found.has_more).map(|last| {
        let person = person.map_or_else(String::new, |person| format!("&person={person}"));
        format!("{path}?before={}{person}", last.id)
    });
    let select = Select::new(
        PERSON,
        "Show what this person did, or what was done to them",
    )
    .option("", "Everybody");
    let select = found.people.iter().fold(select, |select, one| {
        select.option(one.user.to_string(), &one.name)
    });
    reply::ok(&ActivityPage {
        layout: furniture
            .supplier(&actor, Some(id))
            .title("What happened in your organisation")
            .back(format!("/organisations/{id}")),
        action: path,
        person: select.chosen(person.map_or_else(String::new, |person| person.to_string())),
        apply: Button::secondary("Apply filters"),
        is_empty: found.entries.is_empty(),
        timeline: Timeline::new().events(found.entries.iter().map(|one| event(one, found.now))),
        pagination: Pagination::new().next(older),
    })
}
