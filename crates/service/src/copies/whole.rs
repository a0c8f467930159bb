//! A copy as JSON: the answers, and everything that an application holds beside them.
//!
//! A change of what it holds raises [`FORMAT`]; schemas of earlier formats stay published.

use crate::applications::{Form, Renewal};
use crate::snapshot;
use domain::application::Application;
use domain::document::Document;
use domain::owner_request::{Contact, OwnerRequest};
use domain::signature_request::{CannotSign, SignatureRequest};
use domain::when::iso_date;
use serde_json::{Value, json};
use store::clarifications::{Clarification, Item};
use store::{Context, Store, StoreError};
use time::format_description::well_known::Rfc3339;
use time::{Date, OffsetDateTime};

/// The form of copies. The first held the answers only.
pub const FORMAT: u64 = 2;
/// What the digest is called.
pub const ALGORITHM: &str = "SHA-256";
/// Of what the digest is.
pub const DIGEST_OF: &str = "This object without the member digest, as UTF-8: the keys of every object in alphabetical order, \
     indented by two spaces, with a line feed at the end";

/// What an application holds beside its answers.
#[derive(Debug)]
pub struct Beside {
    documents: Vec<Document>,
    owner_request: Option<OwnerRequest>,
    signature_requests: Vec<SignatureRequest>,
    clarifications: Vec<Clarification>,
}

/// Looks up what an application holds beside its answers.
///
/// # Errors
/// When the database can't be reached.
pub async fn beside(store: &Store, form: &Form) -> Result<Beside, StoreError> {
    let id = form.case.application.id;
    let mut tx = store.read(Context::of(&form.actor)).await?;
    Ok(Beside {
        documents: store::documents::list(&mut tx, id).await?,
        owner_request: store::owner_requests::find_latest(&mut tx, id).await?,
        signature_requests: store::signature_requests::list(&mut tx, id).await?,
        clarifications: store::clarifications::list(&mut tx, id).await?,
    })
}

/// The whole copy: canonical text, with the digest of everything else in it.
pub(super) fn json(form: &Form, beside: &Beside, schema_address: &str) -> String {
    let requests = beside.signature_requests.iter().rev();
    let mut copy = json!({
        "$schema": schema_address,
        "format": FORMAT,
        "question_set": form.set().named(),
        "application": application(&form.case.application),
        "copied_at": moment(form.now),
        "answers": form.set().copied_answers(super::answers(form)),
        "sections": sections(form),
        "documents": beside.documents.iter().map(document).collect::<Vec<_>>(),
        "infrastructure_request": beside.owner_request.as_ref().map(owner_request),
        "signature_requests": requests.map(signature_request).collect::<Vec<_>>(),
        "clarifications": beside.clarifications.iter().map(clarification).collect::<Vec<_>>(),
        "renewal": form.renewal().map(|of| renewal(form, of)),
    });
    let digest = snapshot::sha256(&snapshot::canonical_text(copy.clone()));
    copy["digest"] = json!({ "algorithm": ALGORITHM, "of": DIGEST_OF, "value": digest });
    snapshot::canonical_text(copy)
}

/// A moment in UTC, to the second: no more parts than every reader knows.
fn moment(at: OffsetDateTime) -> String {
    let at = at.replace_nanosecond(0).unwrap_or(at);
    at.format(&Rfc3339).unwrap_or_default()
}

fn moment_if(at: Option<OffsetDateTime>) -> Option<String> {
    at.map(moment)
}

fn day_if(day: Option<Date>) -> Option<String> {
    day.map(iso_date)
}

fn application(application: &Application) -> Value {
    json!({
        "reference": application.reference.as_str(),
        "service": application.service_name,
        "organisation": application.organisation_name,
        "state": application.state.as_str(),
        "created_at": moment(application.created_at),
        "last_saved_at": moment_if(application.last_saved_at),
        "submitted_at": moment_if(application.submitted_at),
        "target_on": day_if(application.target_on),
        "paused_at": moment_if(application.paused_at),
    })
}

/// The sections that people marked, in the order of the form.
fn sections(form: &Form) -> Vec<Value> {
    let marks = &form.case.stored.marks;
    let tasks = form.set().tasks.iter();
    let marked = tasks.filter_map(|task| Some((task, marks.get(&task.id)?)));
    marked
        .map(|(task, is_complete)| {
            json!({ "task": task.id, "title": task.title, "is_complete": is_complete })
        })
        .collect()
}

fn document(document: &Document) -> Value {
    let description = &document.description;
    json!({
        "id": document.id.to_string(),
        "title": description.title,
        "file_name": document.file_name,
        "kind": document.kind.as_str(),
        "bytes": document.bytes,
        "sha256": document.sha256,
        "scan": document.scan.as_str(),
        "scanned_at": moment_if(document.scanned_at),
        "shows": description.shows,
        "questions": description.questions,
        "issuer": description.issuer,
        "effective_on": day_if(description.effective_on),
        "expires_on": day_if(description.expires_on),
        "added_at": moment(document.added_at),
        "added_by": document.added_by_name,
    })
}

fn contact(contact: &Contact) -> Value {
    json!({ "name": contact.name, "job_title": contact.job_title, "email": contact.email })
}

fn owner_request(request: &OwnerRequest) -> Value {
    let hosting = &request.hosting;
    let withdrawal = request.withdrawal.as_ref().map(|withdrawal| {
        json!({
            "at": moment(withdrawal.at),
            "from": iso_date(withdrawal.from),
            "by": withdrawal.by_name,
            "reason": withdrawal.reason,
        })
    });
    json!({
        "state": request.state.as_str(),
        "is_own": request.is_own,
        "is_standing": request.standing.is_some(),
        "service": hosting.service_name,
        "description_for_users": hosting.description_for_users,
        "additional_infrastructure": hosting.additional_infrastructure,
        "infrastructure": hosting.infrastructure_name,
        "owner": hosting.owner_name,
        "certificate": hosting.certificate_number,
        "certificate_valid_to": iso_date(hosting.certificate_valid_to),
        "contact": contact(&request.contact),
        "requested_by": request.asker.name,
        "sent_at": moment(request.sent_at),
        "expires_at": moment(request.expires_at),
        "opened_at": moment_if(request.opened_at),
        "answered_at": moment_if(request.answered_at),
        "answered_name": request.answered_name,
        "answered_job_title": request.answered_job_title,
        "reason": request.reason,
        "cancelled_at": moment_if(request.cancelled_at),
        "withdrawal": withdrawal,
    })
}

fn signature_request(request: &SignatureRequest) -> Value {
    json!({
        "kind": request.kind.as_str(),
        "state": request.state.as_str(),
        "sha256": request.snapshot_sha256,
        "commitments_version": request.commitments_version,
        "signatory": contact(&request.signatory),
        "requested_by": request.asker.name,
        "sent_at": moment(request.sent_at),
        "expires_at": moment(request.expires_at),
        "opened_at": moment_if(request.opened_at),
        "authority_confirmed_at": moment_if(request.authority_confirmed_at),
        "signed_at": moment_if(request.signed_at),
        "signed_name": request.signed_name,
        "signed_job_title": request.signed_job_title,
        "declined_at": moment_if(request.declined_at),
        "cannot_sign": request.cannot_sign.map(CannotSign::as_str),
        "cannot_sign_note": request.cannot_sign_note,
        "voided_at": moment_if(request.voided_at),
        "voided_page": request.voided_page,
    })
}

fn clarification(clarification: &Clarification) -> Value {
    json!({
        "number": clarification.number,
        "state": if clarification.is_open() { "open" } else { "answered" },
        "asked_at": moment(clarification.asked_at),
        "asked_by": clarification.asked_by_name,
        "due_on": iso_date(clarification.due_on),
        "answered_at": moment_if(clarification.answered_at),
        "answered_by": clarification.answered_by_name,
        "items": clarification.items.iter().map(item).collect::<Vec<_>>(),
    })
}

fn item(item: &Item) -> Value {
    json!({
        "subject": item.subject,
        "request": item.request,
        "reply": item.reply,
        "replied_at": moment_if(item.replied_at),
        "replied_by": item.replied_by_name,
        "before": item.before,
        "after": item.after,
    })
}

fn renewal(form: &Form, renewal: &Renewal) -> Value {
    let answers = form.case.carries().into_iter();
    let answers = answers
        .map(|(key, carry)| json!({ "page": key.page, "item": key.item, "since": carry.as_str() }));
    let gone = form.case.gone().into_iter();
    let gone =
        gone.map(|(key, title)| json!({ "page": key.page, "item": key.item, "title": title }));
    json!({
        "certificate": renewal.certificate,
        "certificate_valid_to": iso_date(renewal.ends_on),
        "service_code": renewal.service_code.as_str(),
        "question_set": renewal.set.named(),
        "answers": answers.collect::<Vec<_>>(),
        "gone": gone.collect::<Vec<_>>(),
    })
}
