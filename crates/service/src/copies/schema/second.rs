//! The schemas of the second format. Copies of it are out there, so they stay as they were to the byte.

use super::beside::{clarification, document, owner_request, renewal, section, signature_request};
use super::shapes::{extend, list, or_null};
use super::{application, base, digest};
use questions::QuestionSet;
use serde_json::{Value, json};

/// Its number.
const FORMAT: u64 = 2;

/// The name of the schema of a set, without an ending.
pub fn name(set: &QuestionSet) -> String {
    super::named(set, FORMAT)
}

pub fn schema(set: &QuestionSet, address: &str) -> Value {
    let mut schema = base(set, address);
    extend(&mut schema["properties"]["application"], application());
    let members = json!({
        "format": { "const": FORMAT, "description": "The form of the copy" },
        "sections": list(section(set), "The sections that people marked, in the order of the form"),
        "documents": list(document(), "The documents, first one first; the files are not part of the copy"),
        "infrastructure_request": or_null(owner_request()),
        "signature_requests": list(signature_request(), "The requests to sign, first one first"),
        "clarifications": list(clarification(), "What the PSN team asked, first one first"),
        "renewal": or_null(renewal()),
        "digest": digest(),
    });
    extend(&mut schema, members);
    schema
}
