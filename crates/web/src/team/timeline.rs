//! What happened to a case, newest first.

use super::case;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::connection_assessment::ConnectionState;
use domain::when;
use domain::working_days::parse_iso;
use govuk::{IdentityBar, Layout, Pagination, Timeline, TimelineEvent};
use serde::Deserialize;
use service::hosting::over_in_words;
use service::reviews::{self, Review};
use store::audit_events::Entry;

/// How many events a page shows.
const EVENTS: usize = 50;

#[derive(Template)]
#[template(path = "team/timeline.html")]
struct TimelinePage {
    layout: Layout,
    identity: IdentityBar,
    timeline: Timeline,
    pagination: Pagination,
}

/// What the address says.
#[derive(Deserialize)]
pub struct TimelineQuery {
    before: Option<i64>,
}

/// The event in words.
fn title(entry: &Entry, review: &Review) -> String {
    let subject = entry.details.get("subject").map_or("", String::as_str);
    // A subject of another version of the questions keeps its id.
    let subject = review
        .subject(subject)
        .map_or(subject, |subject| &subject.title);
    match entry.kind.as_str() {
        "application_started" => "Application started".to_owned(),
        "owner_asked" => "Infrastructure owner asked".to_owned(),
        "owner_request_cancelled" => "Request to the infrastructure owner cancelled".to_owned(),
        "link_code_sent" => "Code sent to the holder of a link".to_owned(),
        "link_opened" => "Link opened with its code".to_owned(),
        "link_code_refused" => "Wrong code entered".to_owned(),
        "owner_answered" => "Infrastructure owner answered".to_owned(),
        "owner_answer_kept" => "Infrastructure owner kept an answer for later".to_owned(),
        "connection_end_told" => {
            "Supplier told of the end of the connection certificate".to_owned()
        }
        "agreement_withdrawn" => over_in_words(entry),
        "agreement_kept" => "Infrastructure owner keeps its agreement after all".to_owned(),
        "agreement_ending_told" => "Supplier told that the owner’s agreement ends soon".to_owned(),
        "signature_asked" => "Signatory asked".to_owned(),
        "signature_request_cancelled" => "Request to sign cancelled".to_owned(),
        "signing_run_out_told" => "Supplier told that the request to sign ran out".to_owned(),
        "signature_voided" => "Signature void because an answer changed".to_owned(),
        "authority_confirmed" => "Signatory confirmed their authority".to_owned(),
        "commitments_signed" if entry.details.get("method").is_some_and(|how| how == "ink") => {
            "Commitment statement signed in ink uploaded".to_owned()
        }
        "commitments_signed" => "Commitment statement signed".to_owned(),
        "signed_page_accepted" => "Statement signed in ink checked and found right".to_owned(),
        "signed_page_refused" => "Statement signed in ink refused".to_owned(),
        "signature_declined" => "Signatory could not sign".to_owned(),
        "renewal_started" => "Renewal started".to_owned(),
        "answer_reconfirmed" => "Answer of last year reconfirmed".to_owned(),
        "application_withdrawn" => "Application withdrawn by the supplier".to_owned(),
        "application_submitted" => "Application submitted".to_owned(),
        "review_began" => "Review began".to_owned(),
        "answer_judged" => judged(subject, entry),
        "infrastructure_confirmed" => "Connection certificate confirmed".to_owned(),
        "clarification_drafted" => "Request to the supplier worded".to_owned(),
        "clarification_asked" => "Clarification asked of the supplier".to_owned(),
        "connection_assessment_recorded" => assessment(entry),
        "enquiry_asked" => format!("Supplier asked about {subject}"),
        "enquiry_answered" => format!("Team replied to a question about {subject}"),
        "enquiry_reminder_sent" => enquiry_reminder(subject, entry),
        "clarification_reminder_sent" => "Supplier reminded to reply".to_owned(),
        "clarification_reply_saved" => format!("Reply on {subject} saved"),
        "clarification_answered" => "Supplier replied".to_owned(),
        "decision_recommended" => "Decision recommended".to_owned(),
        "decision_approved" => "Recommendation agreed".to_owned(),
        "decision_returned" => "Recommendation sent back".to_owned(),
        "certificate_issued" => "Certificate issued".to_owned(),
        other => other.replace('_', " "),
    }
}

fn enquiry_reminder(subject: &str, entry: &Entry) -> String {
    let who = match entry.details.get("to").map(String::as_str) {
        Some("team") => "Team reminded of a question",
        _ => "Supplier reminded of a reply",
    };
    format!("{who} about {subject}")
}

fn assessment(entry: &Entry) -> String {
    let state = entry.details.get("state");
    let state = state.and_then(|name| ConnectionState::parse(name));
    let title = state.map_or("CoCo", ConnectionState::title);
    let day = entry.details.get("on").and_then(|day| parse_iso(day));
    day.map_or_else(
        || title.to_owned(),
        |day| format!("{title} on {}, as recorded", when::date(day)),
    )
}

fn judged(subject: &str, entry: &Entry) -> String {
    let verdict = entry.details.get("verdict");
    let verdict = verdict.and_then(|name| domain::review::Verdict::parse(name));
    let verdict = verdict.map_or("judged", domain::review::Verdict::title);
    format!("{subject} judged: {}", verdict.to_lowercase())
}

/// Events as the timeline shows them.
pub fn events<'a>(
    entries: &'a [Entry],
    review: &'a Review,
) -> impl Iterator<Item = TimelineEvent> + 'a {
    entries.iter().map(move |entry| {
        let event = TimelineEvent::new(
            title(entry, review),
            when::relative(entry.at, review.now),
            when::machine(entry.at),
        );
        match &entry.by_name {
            Some(name) => event.by(name),
            None => event,
        }
    })
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(reference): Path<String>,
    Query(query): Query<TimelineQuery>,
) -> Reply {
    let reference = case::reference(&reference)?;
    let review = reviews::read(&app.store, &actor, &reference).await?;
    let limit = i64::try_from(EVENTS + 1).map_err(PageError::internal)?;
    let mut entries =
        reviews::timeline(&app.store, &actor, &reference, query.before, limit).await?;
    let has_more = entries.len() > EVENTS;
    entries.truncate(EVENTS);
    let path = format!("{}/timeline", case::path(&reference));
    let older = entries
        .last()
        .filter(|_| has_more)
        .map(|entry| format!("{path}?before={}", entry.id));
    reply::ok(&TimelinePage {
        layout: furniture
            .team(&actor)
            .title("What happened")
            .section(review.case.application.service_title())
            .back_to(case::path(&reference), "Back to the case"),
        identity: case::identity(&review.case.application, review.now),
        timeline: Timeline::new().events(events(&entries, &review)),
        pagination: Pagination::new().next(older),
    })
}
