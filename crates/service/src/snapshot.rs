//! Exactly what is signed: one canonical text, and its SHA-256.
//!
//! The text holds everything that a signature stands for: who applies for what, every asked
//! answer, the version of the question set and of the commitments, and the commitments
//! themselves. The same answers always give the same text, so comparing two fingerprints tells
//! whether a signature still covers an application. It is JSON with keys in alphabetical order,
//! indented by two spaces. A renewal also says of each answer whether it is what it was the last
//! time.

mod reading;

pub use reading::{Noted, Part, Reading, Section, Unreadable, read, titled};

use crate::applications::Case;
use domain::hexadecimal::hexadecimal;
use questions::{Answers, QuestionSet};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The form of the text; it changes only together with what reads it.
const FORMAT: u64 = 1;

/// The canonical text of an application as it is, and its fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The text.
    pub text: String,
    /// SHA-256 of the text's bytes, in hexadecimal.
    pub sha256: String,
}

/// What would be signed if the application were signed as it is.
pub fn of(case: &Case) -> Snapshot {
    let text = text_of(case, &case.stored.answers);
    Snapshot {
        sha256: sha256(&text),
        text,
    }
}

/// SHA-256 of a text's bytes, in hexadecimal.
pub fn sha256(text: &str) -> String {
    hexadecimal(&Sha256::digest(text.as_bytes()))
}

fn text_of(case: &Case, answers: &Answers) -> String {
    let set = case.set;
    let asked = set.asked_answers(answers);
    let canonical = set.canonical(answers);
    let commitments: Vec<Value> = set
        .commitments
        .items
        .iter()
        .map(|commitment| json!({ "id": commitment.id, "text": commitment.text }))
        .collect();
    let mut value = json!({
        "answers": canonical["answers"],
        "application": case.application.reference.as_str(),
        "commitments": {
            "are_derived": set.commitments.derived,
            "items": commitments,
            "version": set.commitments.version,
        },
        "format": FORMAT,
        "infrastructure": facts(set, &asked, &[
            ("certificate_expires", "infrastructure_expires"),
            ("certificate_number", "infrastructure_certificate"),
            ("name", "infrastructure_name"),
            ("owner", "infrastructure_owner"),
            ("whose", "infrastructure_whose"),
        ]),
        "organisation": case.application.organisation_name,
        "question_set": canonical["question_set"],
        "service": set.fact("service_name", &asked),
    });
    if let (Some(renewal), Some(map)) = (&case.renewal, value.as_object_mut()) {
        let answers = case.carries().into_iter().map(
            |(key, carry)| json!({ "item": key.item, "page": key.page, "since": carry.as_str() }),
        );
        let gone = case
            .gone()
            .into_iter()
            .map(|(key, title)| json!({ "item": key.item, "page": key.page, "title": title }));
        let renewal = json!({
            "answers": answers.collect::<Vec<_>>(),
            "certificate": renewal.certificate,
            "gone": gone.collect::<Vec<_>>(),
        });
        map.insert("renewal".to_owned(), renewal);
    }
    canonical_text(value)
}

/// The one text of a value: keys in alphabetical order, indented by two spaces, with a line feed
/// at the end.
pub(crate) fn canonical_text(value: Value) -> String {
    indented(sorted(value))
}

/// Facts under the names that the text gives them; null where there is none.
fn facts(set: &QuestionSet, asked: &Answers, names: &[(&str, &str)]) -> Value {
    let entries = names
        .iter()
        .map(|(name, fact)| ((*name).to_owned(), json!(set.fact(fact, asked))));
    Value::Object(entries.collect())
}

/// The same value with the keys of every object in alphabetical order, whatever order the JSON
/// library keeps.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let entries: BTreeMap<String, Value> = map
                .into_iter()
                .map(|(key, value)| (key, sorted(value)))
                .collect();
            Value::Object(entries.into_iter().collect::<Map<_, _>>())
        }
        Value::Array(values) => Value::Array(values.into_iter().map(sorted).collect()),
        other => other,
    }
}

fn indented(value: Value) -> String {
    format!("{value:#}\n")
}

#[cfg(test)]
mod tests;
