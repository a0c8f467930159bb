//! The schemas of the fourth format: those of the third, with where each saved answer came from, what was
//! changed after it had been marked as complete, and what documents said earlier. Copies of it are out
//! there, so they stay as they were to the byte.

use super::shapes::{
    day_or_null, extend, list, moment, moment_or_null, names, number, object, one_of, text,
    text_or_null,
};
use super::third;
use domain::document::DocumentEvent;
use domain::origin::OriginKind;
use questions::QuestionSet;
use serde_json::{Value, json};

/// Its number.
const FORMAT: u64 = 4;

/// The name of the schema of a set, without an ending.
pub fn name(set: &QuestionSet) -> String {
    super::named(set, FORMAT)
}

pub fn schema(set: &QuestionSet, address: &str) -> Value {
    let mut schema = third::schema(set, address);
    let properties = &mut schema["properties"];
    properties["format"]["const"] = json!(FORMAT);
    let entries = &mut properties["history"]["items"]["oneOf"];
    for entry in entries.as_array_mut().into_iter().flatten() {
        extend(entry, origin());
    }
    extend(&mut properties["sections"]["items"], changed());
    let left_out = json!({ "document_history": number("Of what became of documents") });
    extend(&mut properties["left_out"], left_out);
    let all = "What became of the documents, those that were removed included, oldest first, but for the older entries that left_out counts";
    let history = json!({ "document_history": list(happened(), all) });
    extend(&mut schema, history);
    schema
}

/// Where a saved answer came from.
fn origin() -> Value {
    let kinds = names(OriginKind::ALL, OriginKind::as_str);
    json!({
        "origin": one_of(&kinds, "Where it came from: typed, there when the application was started, carried from the \
                                  application that is renewed, said to be still right as it was carried, taken from a \
                                  file, or sent again from what was kept; of what was removed and set aside, typed"),
        "origin_name": text_or_null("The reference of the application that it was carried from, or what the file was called"),
    })
}

/// That a section is to be checked again.
fn changed() -> Value {
    let at = "When somebody else, or a file, last changed it after it was marked as complete, so that it is to be checked again";
    json!({
        "changed_at": moment_or_null(at),
        "changed_by": text_or_null("Who changed it then"),
    })
}

fn happened() -> Value {
    let events = names(DocumentEvent::ALL, DocumentEvent::as_str);
    let members = json!({
        "document": text("Identifier of the version of the document"),
        "version": number("Which version of the document that is, counted from 1"),
        "file_name": text("The name of the file"),
        "event": one_of(&events, "What happened: it was added, was added as a newer version, something else was said \
                                  about it, the next version took its place, or it was removed"),
        "at": moment("When"),
        "by": text("Who, empty where that was not kept"),
        "until": moment_or_null("Until when what is said here held; null while it holds"),
        "title": text("The name that people gave it"),
        "shows": text("What it showed, empty when not said"),
        "questions": list(text("A question"), "The questions and items of lists that it belonged to"),
        "issuer": text("Who issued it, empty when not said"),
        "effective_on": day_or_null("From when on what it says holds"),
        "expires_on": day_or_null("The last day on which what it says holds"),
    });
    object(
        members,
        "What became of a document, with what was said of it from then on",
    )
}
