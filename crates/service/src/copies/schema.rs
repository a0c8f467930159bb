//! The JSON Schemas of copies (draft 2020-12): one for each revision of a question set and each
//! format of copies. What was published once stays published.

mod beside;
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

/// The name of the schema of copies of this set as they are made now, without an ending.
pub fn schema_name(set: &QuestionSet) -> String {
    third::name(set)
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
        if third::name(set) == name {
            Some(third::schema(set, address))
        } else if second::name(set) == name {
            Some(second::schema(set, address))
        } else {
            None
        }
    });
    let first_format = || {
        let named = |set: &&QuestionSet| format!("{}-{}", set.id, set.version) == name;
        Some(questions::versions().find(named)?.copy_schema(address))
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
mod tests {
    use super::*;

    const FIRST_FORMAT: &str = "psn-cop-2015-07";

    /// What was published once, with its SHA-256 at the address `https://a`.
    const PUBLISHED: [(&str, &str); 4] = [
        (
            FIRST_FORMAT,
            "dd25ec5b9b3d547ffbb8e1dd7a0f4314d8604f9143ad72d141c9260a4856d03a",
        ),
        (
            "psn-cop-2015-07-copy-2",
            "4d8534ec7bf5b1c80ada4ef8e8d43cfb0c28377e44e2f827c06145dace2ec1d9",
        ),
        (
            "psn-cop-2015-07.2-copy-2",
            "04f7df67520e256f1dd756496bcfb4f67531570e95e794862172b0df466b6a8a",
        ),
        (
            "psn-cop-2015-07.3-copy-2",
            "f5137af5215ce8f8501007c08ce489ef8116d16124eda7a835c9becdabfa5f0d",
        ),
    ];

    fn read(name: &str) -> Value {
        serde_json::from_slice(&schema(name, "https://a").unwrap()).unwrap()
    }

    #[test]
    fn what_was_published_stays_to_the_byte() {
        for (name, digest) in PUBLISHED {
            let bytes = schema(name, "https://a").unwrap();
            let text = std::str::from_utf8(&bytes).unwrap();
            assert_eq!(crate::snapshot::sha256(text), digest, "{name}");
        }
    }

    #[test]
    fn each_revision_has_a_schema_of_its_own_in_each_format() {
        let names: Vec<String> = questions::sets().iter().map(schema_name).collect();
        assert_eq!(
            names,
            [
                "psn-cop-2015-07-copy-3",
                "psn-cop-2015-07.2-copy-3",
                "psn-cop-2015-07.3-copy-3"
            ]
        );
        for name in &names {
            let schema = read(name);
            assert_eq!(schema["$id"], "https://a");
            assert_eq!(schema["properties"]["format"]["const"], 3);
            assert_eq!(schema["required"].as_array().unwrap().len(), 18);
        }
        assert!(read(FIRST_FORMAT)["properties"].get("documents").is_none());
        assert_eq!(schema("psn-cop-2015-07-copy-4", "https://a"), None);
    }

    #[test]
    fn the_values_of_every_page_are_described_once() {
        let schema = read("psn-cop-2015-07.3-copy-3");
        let properties = &schema["properties"];
        let of = |list: &str| properties[list]["items"]["oneOf"].as_array().unwrap();
        let (answers, history) = (of("answers"), of("history"));
        assert_eq!(answers.len(), history.len());
        for (answer, entry) in answers.iter().zip(history) {
            let reference = answer["properties"]["values"]["$ref"].as_str().unwrap();
            assert_eq!(entry["properties"]["values"]["$ref"], reference);
            let shape = schema.pointer(&reference[1..]).unwrap();
            assert_eq!(shape["additionalProperties"], false, "{reference}");
        }
        let shapes = schema["$defs"].as_object().unwrap();
        assert_eq!(shapes.len(), answers.len());
    }
}
