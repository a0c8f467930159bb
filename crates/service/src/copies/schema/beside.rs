//! The schemas of what an application holds beside its answers.

use super::shapes::{
    day, day_or_null, flag, list, moment, moment_or_null, names, number, object, one_of, or_null,
    text, text_or_null,
};
use crate::applications::Carry;
use domain::document::{DocumentKind, ScanState};
use domain::owner_request::OwnerRequestState;
use domain::signature_request::{CannotSign, SignatureRequestState};
use questions::QuestionSet;
use serde_json::{Value, json};

pub fn section(set: &QuestionSet) -> Value {
    let members = json!({
        "task": { "type": "string", "enum": super::tasks(set), "description": "Identifier of the section" },
        "title": text("Its title"),
        "is_complete": flag("Whether it was marked as complete"),
    });
    object(members, "A section that people marked")
}

pub fn document() -> Value {
    let members = json!({
        "id": text("Identifier"),
        "title": text("The name that people gave it"),
        "file_name": text("The name of the file"),
        "kind": one_of(&names(DocumentKind::ALL, DocumentKind::as_str), "What the file is"),
        "bytes": number("The size of the file in bytes"),
        "sha256": text("SHA-256 of the file in hexadecimal"),
        "scan": one_of(&names(ScanState::ALL, ScanState::as_str), "How the check for viruses stands"),
        "scanned_at": moment_or_null("When it was checked"),
        "shows": text("What it shows, empty when not said"),
        "questions": list(text("A question"), "The questions and items of lists that it belongs to"),
        "issuer": text("Who issued it, empty when not said"),
        "effective_on": day_or_null("From when on what it says holds"),
        "expires_on": day_or_null("The last day on which what it says holds"),
        "added_at": moment("When it was added"),
        "added_by": text("Who added it"),
    });
    object(members, "A document")
}

fn contact(description: &str) -> Value {
    let members = json!({
        "name": text("Full name"),
        "job_title": text("Job title"),
        "email": text("Email address"),
    });
    object(members, description)
}

pub fn owner_request() -> Value {
    let withdrawal = object(
        json!({
            "at": moment("When it was taken back"),
            "from": day("From when on"),
            "by": text("Who took it back"),
            "reason": text("Why"),
        }),
        "That the owner took the agreement back",
    );
    let states = names(OwnerRequestState::ALL, OwnerRequestState::as_str);
    let members = json!({
        "state": one_of(&states, "Where it stands"),
        "is_own": flag("Whether the infrastructure is the supplier’s own"),
        "is_standing": flag("Whether a standing agreement answered it"),
        "service": text("The service as the owner was told"),
        "description_for_users": text("Its description as the owner was told"),
        "additional_infrastructure": text("Additional infrastructure as the owner was told"),
        "infrastructure": text("The infrastructure"),
        "owner": text("Its owner"),
        "certificate": text("The number of its certificate"),
        "certificate_valid_to": day("The last day of that certificate"),
        "contact": contact("Who was asked"),
        "requested_by": text("Who asked"),
        "sent_at": moment("When it was sent"),
        "expires_at": moment("Until when it can be answered"),
        "opened_at": moment_or_null("When it was opened"),
        "answered_at": moment_or_null("When it was answered"),
        "answered_name": text_or_null("Who answered"),
        "answered_job_title": text_or_null("The job title of who answered"),
        "reason": text_or_null("Why not, or what the owner asks"),
        "cancelled_at": moment_or_null("When it was cancelled"),
        "withdrawal": or_null(withdrawal),
    });
    object(
        members,
        "The latest request to the owner of the infrastructure",
    )
}

pub fn signature_request() -> Value {
    let states = names(SignatureRequestState::ALL, SignatureRequestState::as_str);
    let reasons = names(CannotSign::ALL, CannotSign::as_str);
    let mut reasons: Vec<Value> = reasons.into_iter().map(Value::from).collect();
    reasons.push(Value::Null);
    let members = json!({
        "kind": one_of(&["initial", "reconfirmation"], "What is signed"),
        "state": one_of(&states, "Where it stands"),
        "sha256": text("SHA-256 of the text to sign, which is what was signed when the state is signed"),
        "commitments_version": text("The version of the commitments"),
        "signatory": contact("Who is asked to sign"),
        "requested_by": text("Who asked"),
        "sent_at": moment("When it was sent"),
        "expires_at": moment("Until when it can be signed"),
        "opened_at": moment_or_null("When it was opened"),
        "authority_confirmed_at": moment_or_null("When the signatory confirmed to have authority"),
        "signed_at": moment_or_null("When it was signed"),
        "signed_name": text_or_null("The name that was signed"),
        "signed_job_title": text_or_null("The job title that was signed"),
        "declined_at": moment_or_null("When the signatory said no"),
        "cannot_sign": { "enum": reasons, "description": "Why the signatory can't sign" },
        "cannot_sign_note": text_or_null("The same in the signatory’s words"),
        "voided_at": moment_or_null("When a changed answer made it void"),
        "voided_page": text_or_null("The page of that answer"),
    });
    object(members, "A request to sign")
}

fn kept_pages(description: &str) -> Value {
    let values = json!({ "type": "object", "description": "The stored values by field" });
    let members = json!({
        "page": text("Identifier of the page"),
        "item": number("Number of the list item, 0 outside lists"),
        "values": values,
    });
    list(object(members, "The stored answer of a page"), description)
}

pub fn clarification() -> Value {
    let item = object(
        json!({
            "subject": text("The question or group that is asked about"),
            "request": text("What is asked"),
            "reply": text_or_null("The reply"),
            "replied_at": moment_or_null("When the reply was saved last"),
            "replied_by": text_or_null("Who saved it"),
            "before": kept_pages("The answers when it was asked"),
            "after": or_null(kept_pages("The answers when the reply was sent")),
        }),
        "What is asked about one subject",
    );
    let members = json!({
        "number": number("First, second, and so on"),
        "state": one_of(&["open", "answered"], "Whether the reply was sent"),
        "asked_at": moment("When it was asked"),
        "asked_by": text("Who asked"),
        "due_on": day("The day by which to reply"),
        "answered_at": moment_or_null("When the reply was sent"),
        "answered_by": text_or_null("Who sent it"),
        "items": list(item, "What is asked"),
    });
    object(members, "A request for clarification")
}

pub fn renewal() -> Value {
    let answer = object(
        json!({
            "page": text("Identifier of the page"),
            "item": number("Number of the list item, 0 outside lists"),
            "since": one_of(&names(&Carry::ALL, Carry::as_str), "How the answer stands to the last time"),
        }),
        "An answer beside that of the last time",
    );
    let gone = object(
        json!({
            "page": text("Identifier of the page"),
            "item": number("Number of the list item, 0 outside lists"),
            "title": text("Its heading"),
        }),
        "What was answered the last time and is not asked any more",
    );
    let set = object(
        json!({ "id": text("Name"), "version": text("Version"), "hash": text("SHA-256") }),
        "The question set of the last time",
    );
    let members = json!({
        "certificate": text("The number of the certificate that is renewed"),
        "certificate_valid_to": day("Its last day"),
        "service_code": text("The code of the service, which stays"),
        "question_set": set,
        "answers": list(answer, "The answers beside those of the last time"),
        "gone": list(gone, "What is not asked any more"),
    });
    object(members, "What is renewed")
}
