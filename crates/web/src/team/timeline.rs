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
use service::signature_requests::ink::{signed_in_words, unusable_in_words};
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
    words(entry, subject)
}

/// The same, about a subject of this title.
fn words(entry: &Entry, subject: &str) -> String {
    case_words(entry, subject)
        .or_else(|| asked_words(entry))
        .or_else(|| supplier_words(entry.kind.as_str()).map(str::to_owned))
        .unwrap_or_else(|| entry.kind.replace('_', " "))
}

/// What the team does, and what it and the supplier say to each other.
fn case_words(entry: &Entry, subject: &str) -> Option<String> {
    Some(match entry.kind.as_str() {
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
        "certificate_reminder_sent" => "Supplier told that the certificate ends".to_owned(),
        _ => return None,
    })
}

/// What owners and signatories are asked, and do.
fn asked_words(entry: &Entry) -> Option<String> {
    let words = match entry.kind.as_str() {
        "agreement_withdrawn" => return Some(over_in_words(entry)),
        "commitments_signed" => {
            return signed_in_words(entry).or_else(|| Some("Commitment statement signed".into()));
        }
        "signed_page_refused" if entry.details.contains_key("scan") => unusable_in_words(entry)?,
        "signed_page_refused" => "Signed page refused, and a new signature asked for",
        "signed_page_accepted" => "Signed page found right",
        "owner_asked" => "Infrastructure owner asked",
        "owner_request_cancelled" => "Request to the infrastructure owner cancelled",
        "link_code_sent" => "Code sent to the holder of a link",
        "link_opened" => "Link opened with its code",
        "link_code_refused" => "Wrong code entered",
        "owner_answered" => "Infrastructure owner answered",
        "owner_answer_kept" => "Infrastructure owner kept an answer for later",
        "hosting_answered" => "Infrastructure owner said whether the service still runs there",
        "connection_ended" => "End of the connection certificate recorded",
        "connection_end_told" => "Supplier told of the end of the connection certificate",
        "agreement_kept" => "Infrastructure owner keeps its agreement after all",
        "agreement_ending_told" => "Supplier told that the owner’s agreement ends soon",
        "signature_asked" => "Signatory asked",
        "signature_request_cancelled" => "Request to sign cancelled",
        "signing_run_out_told" => "Supplier told that the request to sign ran out",
        "signature_voided" => "Signature void because an answer changed",
        "authority_confirmed" => "Signatory confirmed their authority",
        "signature_declined" => "Signatory could not sign",
        "email_undelivered" => "An email could not be delivered",
        _ => return None,
    };
    Some(words.to_owned())
}

/// What the supplier does with its application, and is told of it.
fn supplier_words(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "application_started" => "Application started",
        "renewal_started" => "Renewal started",
        "answer_reconfirmed" => "Answer of last year reconfirmed",
        "import_uploaded" => "File with answers uploaded",
        "import_settled" => "Answers of a file taken in or left",
        "document_added" => "Document added",
        "newer_document_added" => "Newer version of a document added",
        "document_used_again" => "Document of another application used again",
        "document_described" => "Document described",
        "document_removed" => "Document removed",
        "document_scanned" => "File checked for viruses",
        "document_expiry_told" => "Supplier told of documents that expire",
        "draft_deleted" => "Draft deleted",
        "draft_restored" => "Draft brought back",
        "draft_kept" => "Draft kept",
        "draft_reminder_sent" => "Supplier reminded of the draft",
        "draft_deletion_announced" => "Supplier told that the draft will be deleted",
        "task_reminder_sent" => "Somebody reminded of sections that are due",
        "copy_taken" => "Copy taken by the supplier",
        "application_submitted" => "Application submitted",
        "application_withdrawn" => "Application withdrawn by the supplier",
        _ => return None,
    })
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
            // Who uploaded the page of a signature is in the words.
            Some(name) if signed_in_words(entry).is_none() => event.by(name),
            Some(_) | None => event,
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

#[cfg(test)]
mod tests;
