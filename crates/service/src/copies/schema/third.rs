//! The schemas of the third format. Copies of it are out there, so they stay as they were to the byte.
//! The values of a page are described once and used for its answer and for each entry of the history.

use super::beside::{clarification, document, owner_request, renewal, section, signature_request};
use super::shapes::{
    day, day_or_null, extend, flag, list, moment, moment_or_null, number, object, one_of, or_null,
    text, text_or_null,
};
use super::{application, base, digest, tasks};
use crate::copies::parts::{FATES, SIDES};
use domain::enquiry::EnquiryState;
use domain::owner_request::OwnerRequestState;
use questions::QuestionSet;
use serde_json::{Map, Value, json};

/// Its number.
const FORMAT: u64 = 3;

/// The name of the schema of a set, without an ending.
pub fn name(set: &QuestionSet) -> String {
    super::named(set, FORMAT)
}

pub fn schema(set: &QuestionSet, address: &str) -> Value {
    let mut schema = base(set, address);
    extend(&mut schema["properties"]["application"], application());
    let ended = json!({ "ended": or_null(ended()) });
    extend(&mut schema["properties"]["application"], ended);
    let (values, history) = pages(&mut schema["properties"]["answers"]["items"]["oneOf"]);
    schema["$defs"] = values;
    extend(&mut schema, members(set));
    let history = json!({
        "type": "array",
        "description": "What was saved, removed and set aside, oldest first: every version of every answer, \
                        but for the older ones that left_out counts",
        "items": { "oneOf": history },
    });
    extend(&mut schema, json!({ "history": history }));
    schema
}

/// Takes the shape of the values out of each page's answer, so that it is there once. Gives the shapes
/// by name, and those of entries of the history.
fn pages(answers: &mut Value) -> (Value, Vec<Value>) {
    let (mut values, mut history) = (Map::new(), Vec::new());
    for answer in answers.as_array_mut().into_iter().flatten() {
        let members = &mut answer["properties"];
        let page = members["page"]["const"].as_str().unwrap_or_default();
        let name = format!("values-{}", page.replace('/', "-"));
        let reference = json!({ "$ref": format!("#/$defs/{name}") });
        values.insert(
            name,
            std::mem::replace(&mut members["values"], reference.clone()),
        );
        let entry = json!({
            "page": members["page"],
            "item": members["item"],
            "fate": one_of(&FATES, "Whether it became the answer, the item of the list was removed, or it was set \
                                    aside because another version was there or it is not asked"),
            "version": number("The version that it became; of what was set aside, the one that its author had seen"),
            "at": moment("When"),
            "by": text("Who"),
            "values": reference,
        });
        history.push(object(
            entry,
            "Something that was saved, removed or set aside",
        ));
        extend(answer, saved());
    }
    (Value::Object(values), history)
}

/// How an answer was saved.
fn saved() -> Value {
    json!({
        "version": number("How often it was saved"),
        "is_complete": flag("Whether it passed every check of the page"),
        "saved_at": moment_or_null("When it was saved last"),
        "saved_by": text_or_null("Who saved it"),
    })
}

fn ended() -> Value {
    let members = json!({
        "at": moment("When"),
        "by": text("Who did that, empty when the service did because nobody worked on it"),
        "reason": text("Why, empty when not said"),
        "erase_on": day_or_null("The day on which a deleted draft is erased"),
    });
    object(members, "That it was withdrawn or deleted")
}

fn members(set: &QuestionSet) -> Value {
    let earlier =
        "The requests to the owner of the infrastructure before the latest one, first one first";
    json!({
        "format": { "const": FORMAT, "description": "The form of the copy" },
        "sections": list(marked_section(set), "The sections that people marked, in the order of the form"),
        "assignments": list(assignment(set), "Which colleague does which section, in the order of the form"),
        "documents": list(whole_document(), "The documents, first one first; the files are not part of the copy"),
        "infrastructure_request": or_null(whole_owner_request()),
        "earlier_infrastructure_requests": list(whole_owner_request(), earlier),
        "signature_requests": list(signature_request(), "The requests to sign, first one first"),
        "enquiries": list(enquiry(), "What people asked the PSN team while they filled in the form"),
        "clarifications": list(clarification(), "What the PSN team asked, first one first"),
        "decision": or_null(decision()),
        "renewal": or_null(renewal()),
        "left_out": left_out(),
        "digest": digest(),
    })
}

fn marked_section(set: &QuestionSet) -> Value {
    let mut section = section(set);
    let members = json!({
        "marked_at": moment_or_null("When it was marked"),
        "marked_by": text_or_null("Who marked it"),
    });
    extend(&mut section, members);
    section
}

fn assignment(set: &QuestionSet) -> Value {
    let members = json!({
        "task": { "type": "string", "enum": tasks(set), "description": "Identifier of the section" },
        "title": text("Its title"),
        "to": text("The name of the colleague"),
        "due_on": day_or_null("By when"),
        "is_complete": flag("Whether the section is marked as complete"),
    });
    object(members, "A section that a colleague does")
}

/// A document in the version that counts, with its other versions.
fn whole_document() -> Value {
    let mut document = version();
    let others = "Its other versions, first one first: those that were replaced, and a newer one that does not count yet";
    extend(
        &mut document,
        json!({ "other_versions": list(version(), others) }),
    );
    document
}

fn version() -> Value {
    let mut version = document();
    let members = json!({
        "scanned_with": text_or_null("Which scanner checked it"),
        "version": number("Which version of the document it is, counted from 1"),
        "replaced_at": moment_or_null("When a newer version took its place"),
    });
    extend(&mut version, members);
    version
}

fn whole_owner_request() -> Value {
    let reply = object(
        json!({
            "to": text("What the owner wrote on the request before"),
            "to_state": one_of(
                &[OwnerRequestState::Asked.as_str(), OwnerRequestState::Declined.as_str()],
                "Whether the owner asked something first or did not agree",
            ),
            "text": text("The answer"),
        }),
        "What the request answers of what the owner wrote on the one before",
    );
    let mut request = owner_request();
    let members = json!({
        "host_services": list(text("Code of a service"), "The services of the host that it uses"),
        "agreed_until": day_or_null("The last day of the agreement, where its owner set one"),
        "reply": or_null(reply),
    });
    extend(&mut request, members);
    request["description"] = json!("A request to the owner of the infrastructure");
    request
}

fn enquiry() -> Value {
    let states: Vec<&str> = EnquiryState::ALL
        .iter()
        .map(|state| state.as_str())
        .collect();
    let message = object(
        json!({
            "from": one_of(&SIDES, "Who wrote it"),
            "by": text_or_null("The name of who wrote it; null where the PSN team did"),
            "at": moment("When"),
            "text": text("What was written"),
        }),
        "A message",
    );
    let members = json!({
        "subject": text("The question or group that it is about"),
        "title": text("What that is called"),
        "state": one_of(&states, "Whether the PSN team has still to answer"),
        "reply_by": day("By when the PSN team aimed to reply"),
        "last_at": moment("When somebody wrote last"),
        "messages": list(message, "What was written, first one first"),
    });
    object(members, "A thread with the PSN team about one question")
}

fn decision() -> Value {
    let certificate = object(
        json!({
            "number": text("Its number"),
            "service_code": text("The code of the service"),
            "valid_from": day("Its first day"),
            "valid_to": day("Its last day, as issued"),
            "issued_at": moment("When it was issued"),
        }),
        "The certificate; null until it is issued",
    );
    let condition = object(
        json!({ "text": text("What has to be done"), "due_on": day("By when") }),
        "A condition of the certificate",
    );
    let not_met = object(
        json!({
            "title": text("What it is called"),
            "requirement": text_or_null("What is required, where it is a question of the standard"),
            "why": text("Why it is not met"),
        }),
        "Something that is not met",
    );
    let members = json!({
        "is_granted": flag("Whether a certificate is granted"),
        "decided_at": moment_or_null("When it was decided"),
        "certificate": or_null(certificate),
        "conditions": list(condition, "What the certificate is granted with"),
        "not_met": list(not_met, "What is not met, where no certificate is granted"),
    });
    object(members, "The decision")
}

fn left_out() -> Value {
    let members = json!({
        "history": number("Of what was saved, removed and set aside"),
        "enquiry_messages": number("Of the messages to and from the PSN team"),
        "infrastructure_requests": number("Of the requests to the owner of the infrastructure"),
        "signature_requests": number("Of the requests to sign"),
    });
    object(
        members,
        "How many older entries of long lists are not in the copy; 0 where all are",
    )
}
