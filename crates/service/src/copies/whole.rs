//! A copy as JSON: the answers, and everything that an application holds beside them.
//!
//! A change of what it holds raises [`FORMAT`]; schemas of earlier formats stay published.

use super::gathered::{Beside, LeftOut};
use super::parts::{
    clarification, decision, document, enquiry, happened, history_entry, owner_request, renewal,
    signature_request,
};
use crate::applications::Form;
use crate::snapshot;
use domain::application::{Application, ApplicationState};
use domain::document::Document;
use domain::owner_request::OwnerRequest;
use domain::when::iso_date;
use questions::AnswerKey;
use serde_json::{Value, json};
use store::applications::Ended;
use time::format_description::well_known::Rfc3339;
use time::{Date, OffsetDateTime};

/// The form of copies. The first held the answers only, the second no history, threads,
/// assignments or decision, the third nothing of where answers came from, what was changed after it had
/// been complete, and what documents said earlier.
pub const FORMAT: u64 = 5;
/// What the digest is called.
pub const ALGORITHM: &str = "SHA-256";
/// Of what the digest is.
pub const DIGEST_OF: &str = "This object without the member digest, as UTF-8: the keys of every object in alphabetical order, \
     indented by two spaces, with a line feed at the end";

/// The whole copy: canonical text, with the digest of everything else in it.
pub(super) fn json(form: &Form, beside: &Beside, schema_address: &str) -> String {
    let mut owner_requests = beside.owner_requests.iter();
    let told =
        |request: &OwnerRequest| owner_request(request, beside.owner_replies.get(&request.id));
    let latest = owner_requests.next();
    let requests = beside.signature_requests.iter().rev();
    let threads = &beside.threads;
    let enquiries = threads.enquiries.iter().rev();
    let mut copy = json!({
        "$schema": schema_address,
        "format": FORMAT,
        "question_set": form.set().named(),
        "application": application(&form.case.application, beside.ended.as_ref()),
        "copied_at": moment(form.now),
        "answers": answers(form),
        "history": beside.history.iter().map(history_entry).collect::<Vec<_>>(),
        "sections": sections(form, beside),
        "assignments": assignments(form),
        "documents": documents(&beside.documents),
        "document_history": beside.document_history.iter().map(happened).collect::<Vec<_>>(),
        "infrastructure_request": latest.map(&told),
        "earlier_infrastructure_requests": owner_requests.rev().map(&told).collect::<Vec<_>>(),
        "signature_requests": requests.map(signature_request).collect::<Vec<_>>(),
        "enquiries": enquiries.map(|one| enquiry(one, threads)).collect::<Vec<_>>(),
        "clarifications": beside.clarifications.iter().map(clarification).collect::<Vec<_>>(),
        "decision": beside.decision.as_ref().map(decision),
        "renewal": form.renewal().map(|of| renewal(form, of)),
        "left_out": left_out(beside.left_out),
    });
    let digest = snapshot::sha256(&snapshot::canonical_text(copy.clone()));
    copy["digest"] = json!({ "algorithm": ALGORITHM, "of": DIGEST_OF, "value": digest });
    snapshot::canonical_text(copy)
}

/// A moment in UTC, to the second: no more parts than every reader knows.
pub(super) fn moment(at: OffsetDateTime) -> String {
    let at = at.replace_nanosecond(0).unwrap_or(at);
    at.format(&Rfc3339).unwrap_or_default()
}

pub(super) fn moment_if(at: Option<OffsetDateTime>) -> Option<String> {
    at.map(moment)
}

pub(super) fn day_if(day: Option<Date>) -> Option<String> {
    day.map(iso_date)
}

fn application(application: &Application, ended: Option<&Ended>) -> Value {
    let ended = ended.map(|ended| {
        json!({
            "at": moment(ended.at),
            "by": ended.by,
            "reason": ended.reason,
            "erase_on": day_if(ended.erase_on),
        })
    });
    // Suppliers do not learn that a recommendation waits for its decision.
    let state = match application.state {
        ApplicationState::Recommended => ApplicationState::UnderReview,
        other => other,
    };
    json!({
        "reference": application.reference.as_str(),
        "service": application.service_name,
        "organisation": application.organisation_name,
        "state": state.as_str(),
        "created_at": moment(application.created_at),
        "last_saved_at": moment_if(application.last_saved_at),
        "submitted_at": moment_if(application.submitted_at),
        "target_on": day_if(application.target_on),
        "paused_at": moment_if(application.paused_at),
        "ended": ended,
    })
}

/// The answers, each with how it was saved.
fn answers(form: &Form) -> Value {
    let mut copied = form.set().copied_answers(super::answers(form));
    for answer in copied.as_array_mut().into_iter().flatten() {
        let page = answer["page"].as_str().unwrap_or_default().to_owned();
        let item = answer["item"].as_i64().unwrap_or_default();
        let item = i16::try_from(item).unwrap_or_default();
        let saved = form.case.stored.saved.get(&AnswerKey { page, item });
        answer["version"] = json!(saved.map_or(0, |saved| saved.version));
        answer["is_complete"] = json!(saved.is_some_and(|saved| saved.is_complete));
        answer["saved_at"] = json!(saved.map(|saved| moment(saved.at)));
        answer["saved_by"] = json!(saved.map(|saved| saved.by.as_str()));
    }
    copied
}

/// The sections that people marked, in the order of the form.
fn sections(form: &Form, beside: &Beside) -> Vec<Value> {
    let marks = &form.case.stored.marks;
    let tasks = form.set().tasks.iter();
    let marked = tasks.filter_map(|task| Some((task, marks.get(&task.id)?)));
    marked
        .map(|(task, is_complete)| {
            let marked = beside.marks.get(&task.id);
            let changed = form.case.stored.changed.get(&task.id);
            json!({
                "task": task.id,
                "title": task.title,
                "is_complete": is_complete,
                "marked_at": marked.map(|marked| moment(marked.at)),
                "marked_by": marked.map(|marked| marked.by.as_str()),
                "changed_at": changed.map(|changed| moment(changed.at)),
                "changed_by": changed.map(|changed| changed.by.as_str()),
            })
        })
        .collect()
}

/// Which colleague does which section, in the order of the form.
fn assignments(form: &Form) -> Vec<Value> {
    let tasks = form.set().tasks.iter();
    let assigned = tasks.filter_map(|task| Some((task, form.assigned.get(&task.id)?)));
    assigned
        .map(|(task, assigned)| {
            json!({
                "task": task.id,
                "title": task.title,
                "to": assigned.name,
                "due_on": day_if(assigned.due_on),
                "is_complete": form.case.stored.marks.get(&task.id) == Some(&true),
            })
        })
        .collect()
}

/// The documents in the version that counts, each with its other versions.
fn documents(versions: &[Document]) -> Vec<Value> {
    let current = versions.iter().filter(|document| document.is_current());
    current
        .map(|current| {
            let others = versions
                .iter()
                .filter(|other| other.series == current.series && other.id != current.id);
            let mut copied = document(current);
            copied["other_versions"] = others.map(document).collect();
            copied
        })
        .collect()
}

fn left_out(left_out: LeftOut) -> Value {
    json!({
        "history": left_out.history,
        "document_history": left_out.document_history,
        "enquiry_messages": left_out.messages,
        "infrastructure_requests": left_out.owner_requests,
        "signature_requests": left_out.signature_requests,
    })
}
