//! The JSON Schemas of copies (draft 2020-12): one for each revision of a question set and each
//! format of copies. What was published once stays published.

mod beside;
mod shapes;

use super::whole::{ALGORITHM, DIGEST_OF, FORMAT};
use beside::{clarification, document, owner_request, renewal, signature_request};
use domain::application::ApplicationState;
use questions::QuestionSet;
use serde_json::{Value, json};
use shapes::{
    day_or_null, flag, list, moment, moment_or_null, names, object, one_of, or_null, text,
};

/// Between the revision of a set and the number of the format in the name of a schema.
const FORMAT_MARK: &str = "-copy-";

/// The name of the schema of copies of this set as they are made now, without an ending.
pub fn schema_name(set: &QuestionSet) -> String {
    let revision = if set.revision > 1 {
        format!(".{}", set.revision)
    } else {
        String::new()
    };
    format!("{}-{}{revision}{FORMAT_MARK}{FORMAT}", set.id, set.version)
}

/// The JSON Schema of this name, published at `address`.
pub fn schema(name: &str, address: &str) -> Option<Vec<u8>> {
    let current = || {
        let set = questions::sets()
            .iter()
            .find(|set| schema_name(set) == name)?;
        Some(whole(set, address))
    };
    let first_format = || {
        let named = |set: &&QuestionSet| format!("{}-{}", set.id, set.version) == name;
        Some(questions::versions().find(named)?.copy_schema(address))
    };
    let schema = current().or_else(first_format)?;
    Some(format!("{schema:#}\n").into_bytes())
}

/// The schema of the answers alone, and what was added to it since.
fn whole(set: &QuestionSet, address: &str) -> Value {
    let mut schema = set.copy_schema(address);
    schema["title"] = json!(format!(
        "Copy of an application to the {}, version {}",
        set.title, set.version
    ));
    schema["properties"]["question_set"]["properties"]["hash"] = json!({ "const": set.hash });
    extend(&mut schema["properties"]["application"], application());
    extend(&mut schema, members(set));
    schema
}

/// Adds members, all of which have to be there.
fn extend(schema: &mut Value, members: Value) {
    let Value::Object(members) = members else {
        return;
    };
    for (name, member) in members {
        if let Some(required) = schema["required"].as_array_mut() {
            required.push(json!(name));
        }
        schema["properties"][name] = member;
    }
}

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

fn members(set: &QuestionSet) -> Value {
    let tasks: Vec<&str> = set.tasks.iter().map(|task| task.id.as_str()).collect();
    let section = object(
        json!({
            "task": { "type": "string", "enum": tasks, "description": "Identifier of the section" },
            "title": text("Its title"),
            "is_complete": flag("Whether it was marked as complete"),
        }),
        "A section that people marked",
    );
    let digest = object(
        json!({
            "algorithm": { "const": ALGORITHM },
            "of": { "const": DIGEST_OF },
            "value": text("The digest in hexadecimal"),
        }),
        "A digest of everything else in the copy",
    );
    json!({
        "format": { "const": FORMAT, "description": "The form of the copy" },
        "sections": list(section, "The sections that people marked, in the order of the form"),
        "documents": list(document(), "The documents, first one first; the files are not part of the copy"),
        "infrastructure_request": or_null(owner_request()),
        "signature_requests": list(signature_request(), "The requests to sign, first one first"),
        "clarifications": list(clarification(), "What the PSN team asked, first one first"),
        "renewal": or_null(renewal()),
        "digest": digest,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_revision_has_a_schema_of_its_own_and_the_first_format_stays() {
        let names: Vec<String> = questions::sets().iter().map(schema_name).collect();
        assert_eq!(
            names,
            [
                "psn-cop-2015-07-copy-2",
                "psn-cop-2015-07.2-copy-2",
                "psn-cop-2015-07.3-copy-2"
            ]
        );
        for name in names.iter().map(String::as_str).chain(["psn-cop-2015-07"]) {
            let schema: Value =
                serde_json::from_slice(&schema(name, "https://a").unwrap()).unwrap();
            assert_eq!(schema["$id"], "https://a");
            let is_first = name == "psn-cop-2015-07";
            assert_eq!(schema["properties"].get("documents").is_none(), is_first);
            assert_eq!(
                schema["required"].as_array().unwrap().len(),
                if is_first { 4 } else { 12 }
            );
        }
        assert_eq!(schema("psn-cop-2015-07-copy-3", "https://a"), None);
    }
}
