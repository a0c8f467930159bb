//! The schemas of copies as they are made now: those of the fourth format, with how each request to sign
//! is signed, and what was written to the signatory.

use super::fourth;
use super::shapes::{
    day, extend, moment, moment_or_null, names, object, one_of, or_null, text, text_or_null,
};
use crate::copies::whole::FORMAT;
use domain::document::ScanState;
use domain::ink::InkOutcome;
use domain::signature_request::{SignatureKind, SignatureMethod};
use questions::QuestionSet;
use serde_json::{Value, json};

/// The name of the schema of a set, without an ending.
pub fn name(set: &QuestionSet) -> String {
    super::named(set, FORMAT)
}

pub fn schema(set: &QuestionSet, address: &str) -> Value {
    let mut schema = fourth::schema(set, address);
    let properties = &mut schema["properties"];
    properties["format"]["const"] = json!(FORMAT);
    let request = &mut properties["signature_requests"]["items"];
    let kinds = names(SignatureKind::ALL, SignatureKind::as_str);
    let members = &mut request["properties"];
    members["kind"] = one_of(
        &kinds,
        "What is signed: the application, changes to it, or all of it anew because the page that was signed on \
         paper could not be used",
    );
    members["expires_at"] = moment("Until when it can be signed online");
    members["voided_at"] = moment_or_null("When it was cancelled, or became void");
    members["voided_page"] = text_or_null("The page of the answer whose change made it void");
    extend(request, how());
    schema
}

/// How a request is signed.
fn how() -> Value {
    let methods = names(SignatureMethod::ALL, SignatureMethod::as_str);
    json!({
        "method": one_of(&methods, "How it is signed: online, or on paper in ink"),
        "message": text_or_null("What was written to the signatory"),
        "statement_code": text_or_null("In ink, the code that is printed on the statement"),
        "signed_page": or_null(signed_page()),
    })
}

fn signed_page() -> Value {
    let scans = names(ScanState::ALL, ScanState::as_str);
    let outcomes = names(InkOutcome::ALL, InkOutcome::as_str);
    let mut outcomes: Vec<Value> = outcomes.into_iter().map(Value::from).collect();
    outcomes.push(Value::Null);
    let members = json!({
        "signed_on": day("The date on the page, as typed"),
        "signed_name": text("The name on the page, as typed"),
        "signed_job_title": text("The job title on the page, as typed"),
        "uploaded_at": moment("When it was uploaded"),
        "sha256": text("SHA-256 of the file in hexadecimal"),
        "scan": one_of(&scans, "How the check for viruses stands"),
        "outcome": { "enum": outcomes, "description": "What the PSN team’s check came to" },
        "checked_at": moment_or_null("When it was checked"),
        "note": text("Why it was refused, empty otherwise"),
    });
    object(members, "In ink, the page that was signed and uploaded")
}
