//! What an application holds beside its answers, as its copy tells it.

use super::gathered::Threads;
use super::whole::{day_if, moment, moment_if};
use crate::applications::{Form, Renewal};
use crate::decisions::SupplierOutcome;
use crate::signature_requests::ink::code;
use domain::application::ApplicationState;
use domain::document::Document;
use domain::ink::InkStatement;
use domain::owner_request::{Contact, OwnerRequest, Reply};
use domain::reference::ServiceCode;
use domain::signature_request::{CannotSign, SignatureRequest};
use domain::when::iso_date;
use serde_json::{Value, json};
use store::clarifications::{Clarification, Item};
use store::copies::{Happened, Message};
use store::enquiries::Enquiry;
use store::history::{Entry, Fate, Version};

/// What became of what somebody sent: saved, removed, set aside.
pub const FATES: [&str; 3] = ["saved", "removed", "set_aside"];
/// Who wrote a message.
pub const SIDES: [&str; 2] = ["supplier", "team"];

pub fn document(document: &Document) -> Value {
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
        "scanned_with": document.scan_engine,
        "version": document.number,
        "replaced_at": moment_if(document.replaced_at),
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

/// Who asks for clarification, as suppliers are told.
const TEAM: &str = "PSN team";

/// A request to an owner, with what it answers of what that owner wrote on the one before.
pub fn owner_request(request: &OwnerRequest, reply: Option<&Reply>) -> Value {
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
        "host_services": hosting.host_services.iter().map(ServiceCode::as_str).collect::<Vec<_>>(),
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
        "agreed_until": day_if(request.agreed_until),
        "cancelled_at": moment_if(request.cancelled_at),
        "withdrawal": withdrawal,
        "reply": reply.map(|reply| json!({
            "to": reply.to,
            "to_state": reply.to_state.as_str(),
            "text": reply.words,
        })),
    })
}

pub fn signature_request(request: &SignatureRequest) -> Value {
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
        "method": request.method.as_str(),
        "message": request.message,
        "statement_code": request.is_ink().then(|| code(request).to_string()),
        "signed_page": request.ink.as_ref().map(|page| signed_page(request, page)),
    })
}

/// The page that was signed on paper. Who of the PSN team checked it is not told.
fn signed_page(request: &SignatureRequest, page: &InkStatement) -> Value {
    let check = page.check.as_ref();
    json!({
        "signed_on": iso_date(page.signed_on),
        "signed_name": request.signed_name.as_deref().unwrap_or_default(),
        "signed_job_title": request.signed_job_title.as_deref().unwrap_or_default(),
        "uploaded_at": moment(page.uploaded_at),
        "sha256": page.sha256,
        "scan": page.scan.as_str(),
        "outcome": check.map(|check| check.outcome.as_str()),
        "checked_at": moment_if(check.map(|check| check.at)),
        "note": check.map_or("", |check| check.note.as_str()),
    })
}

pub fn clarification(clarification: &Clarification) -> Value {
    json!({
        "number": clarification.number,
        "state": if clarification.is_open() { "open" } else { "answered" },
        "asked_at": moment(clarification.asked_at),
        // As on the pages, suppliers are not told who in the team asked.
        "asked_by": TEAM,
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

pub fn renewal(form: &Form, renewal: &Renewal) -> Value {
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

/// Something that was saved, removed or set aside.
pub fn history_entry(version: &Version) -> Value {
    let entry = &version.entry;
    json!({
        "page": entry.key.page,
        "item": entry.key.item,
        "fate": fate(entry),
        "version": entry.version,
        "at": moment(entry.mark.at),
        "by": entry.by,
        "origin": entry.origin.kind.as_str(),
        "origin_name": entry.origin.name,
        "values": version.values,
    })
}

/// What became of a document, with what was said of it from then on.
pub fn happened(happened: &Happened) -> Value {
    json!({
        "document": happened.document.to_string(),
        "version": happened.number,
        "file_name": happened.file_name,
        "event": happened.event.as_str(),
        "at": moment(happened.at),
        "by": happened.by,
        "until": moment_if(happened.until),
        "title": happened.title,
        "shows": happened.shows,
        "questions": happened.questions,
        "issuer": happened.issuer,
        "effective_on": day_if(happened.effective_on),
        "expires_on": day_if(happened.expires_on),
    })
}

/// What became of what somebody sent.
fn fate(entry: &Entry) -> &'static str {
    let [saved, removed, set_aside] = FATES;
    match entry.mark.fate {
        Fate::SetAside => set_aside,
        Fate::Saved if entry.is_removal => removed,
        // Of documents nothing is read here: they tell it themselves.
        Fate::Saved | Fate::OfDocument => saved,
    }
}

/// A thread with the team. Suppliers are not told who in the team wrote.
pub fn enquiry(enquiry: &Enquiry, threads: &Threads) -> Value {
    let messages = threads.messages.iter();
    let messages = messages.filter(|message| message.enquiry == enquiry.id);
    json!({
        "subject": enquiry.subject,
        "title": enquiry.subject_title,
        "state": enquiry.state.as_str(),
        "reply_by": iso_date(enquiry.reply_by),
        "last_at": moment(enquiry.last_at),
        "messages": messages.map(message).collect::<Vec<_>>(),
    })
}

fn message(message: &Message) -> Value {
    let [supplier, team] = SIDES;
    let name = Some(message.written_by_name.as_str());
    json!({
        "from": if message.is_from_team { team } else { supplier },
        "by": name.filter(|_| !message.is_from_team),
        "at": moment(message.written_at),
        "text": message.text,
    })
}

/// The decision as the supplier reads it.
pub fn decision(outcome: &SupplierOutcome) -> Value {
    let certificate = outcome.issued.as_ref().map(|issued| {
        json!({
            "number": issued.number,
            "service_code": issued.service_code.as_str(),
            "valid_from": iso_date(issued.valid_from),
            "valid_to": iso_date(issued.valid_to),
            "issued_at": moment(issued.issued_at),
        })
    });
    let conditions = outcome.conditions.iter();
    let conditions = conditions.map(
        |condition| json!({ "text": condition.text.as_str(), "due_on": iso_date(condition.due_on) }),
    );
    let not_met = outcome.not_met.iter();
    let not_met = not_met
        .map(|one| json!({ "title": one.title, "requirement": one.requirement, "why": one.why }));
    json!({
        "is_granted": outcome.application.state != ApplicationState::Refused,
        "decided_at": moment_if(outcome.decided_at),
        "certificate": certificate,
        "conditions": conditions.collect::<Vec<_>>(),
        "not_met": not_met.collect::<Vec<_>>(),
    })
}
