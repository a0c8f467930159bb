//! The JSON Schemas of copies (draft 2020-12): one for each revision of a question set and each
//! format of copies. What was published once stays published.

mod beside;
mod fifth;
mod fourth;
mod second;
mod shapes;
mod third;

use super::whole::{ALGORITHM, DIGEST_OF};
use domain::application::ApplicationState;
use questions::QuestionSet;
use serde_json::{Value, json};
use shapes::{day_or_null, moment, moment_or_null, names, object, one_of, text};

/// Between the revision of a set and the number of the format in the name of a schema.
const FORMAT_MARK: &str = "-copy-";

/// The last revision of which copies of the first format can be: those up to it ask everything that the
/// ones before asked, so that one schema fits them all. The next one asks something otherwise.
const FIRST_FORMAT_UNTIL: u32 = 3;

/// The name of the schema of copies of this set as they are made now, without an ending.
pub fn schema_name(set: &QuestionSet) -> String {
    fifth::name(set)
}

/// The name of the schema of a format of copies of this set.
fn named(set: &QuestionSet, format: u64) -> String {
    let revision = if set.revision > 1 {
        format!(".{}", set.revision)
    } else {
        String::new()
    };
    format!("{}-{}{revision}{FORMAT_MARK}{format}", set.id, set.version)
}

/// The JSON Schema of this name, published at `address`.
pub fn schema(name: &str, address: &str) -> Option<Vec<u8>> {
    let later_format = questions::sets().iter().find_map(|set| {
        if fifth::name(set) == name {
            Some(fifth::schema(set, address))
        } else if fourth::name(set) == name {
            Some(fourth::schema(set, address))
        } else if third::name(set) == name {
            Some(third::schema(set, address))
        } else if second::name(set) == name {
            Some(second::schema(set, address))
        } else {
            None
        }
    });
    let first_format = || {
        let named = |set: &&QuestionSet| format!("{}-{}", set.id, set.version) == name;
        let sets = questions::sets().iter().filter(named);
        let made = sets.filter(|set| set.revision <= FIRST_FORMAT_UNTIL);
        Some(made.max_by_key(|set| set.revision)?.copy_schema(address))
    };
    let schema = later_format.or_else(first_format)?;
    Some(format!("{schema:#}\n").into_bytes())
}

/// The schema of the answers alone, which later formats add to.
fn base(set: &QuestionSet, address: &str) -> Value {
    let mut schema = set.copy_schema(address);
    schema["title"] = json!(format!(
        "Copy of an application to the {}, version {}",
        set.title, set.version
    ));
    schema["properties"]["question_set"]["properties"]["hash"] = json!({ "const": set.hash });
    schema
}

/// What later formats say of the application itself.
fn application() -> Value {
    json!({
        "state": one_of(&names(ApplicationState::ALL, ApplicationState::as_str), "Where it stands"),
        "created_at": moment("When it was started"),
        "last_saved_at": moment_or_null("When an answer was saved last"),
        "submitted_at": moment_or_null("When it was submitted"),
        "target_on": day_or_null("When a decision is due"),
        "paused_at": moment_or_null("Since when the clock is paused"),
    })
}

/// The identifiers of the sections of a set.
fn tasks(set: &QuestionSet) -> Vec<&str> {
    set.tasks.iter().map(|task| task.id.as_str()).collect()
}

fn digest() -> Value {
    object(
        json!({
            "algorithm": { "const": ALGORITHM },
            "of": { "const": DIGEST_OF },
            "value": text("The digest in hexadecimal"),
        }),
        "A digest of everything else in the copy",
    )
}

#[cfg(test)]
mod tests;
