//! A whole copy as it comes back: as much of it as is read, and what else it holds.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::answers::Values;

/// What is about the copy itself.
const ABOUT: [&str; 6] = [
    "$schema",
    "format",
    "application",
    "copied_at",
    "left_out",
    "digest",
];
/// What applications hold beside answers, as people call it.
const BESIDE: [(&str, &str); 12] = [
    (
        "history",
        "earlier versions of answers, and who saved what and when",
    ),
    ("sections", "sections marked as complete"),
    ("assignments", "sections given to colleagues"),
    ("documents", "documents"),
    ("document_history", "what was said of documents earlier"),
    (
        "infrastructure_request",
        "a request to the infrastructure’s owner",
    ),
    (
        "earlier_infrastructure_requests",
        "earlier requests to the infrastructure’s owner",
    ),
    ("signature_requests", "requests to sign"),
    ("enquiries", "your questions to the PSN team"),
    (
        "clarifications",
        "questions of the PSN team with your replies",
    ),
    ("decision", "the decision"),
    ("renewal", "what was renewed"),
];
/// How many further members are named.
const OTHERS_MAX: usize = 10;
/// Most characters of the name of one.
const NAME_MAX: usize = 60;

/// The question set that it is of.
#[derive(Deserialize)]
pub(super) struct RawSet {
    pub id: String,
}

/// The stored answer of a page, or of an item of a list.
#[derive(Deserialize)]
pub(super) struct RawAnswer {
    pub page: String,
    #[serde(default)]
    pub item: i16,
    pub values: Values,
}

/// A copy, as much of it as is read back.
pub(super) struct RawCopy {
    pub question_set: RawSet,
    pub answers: Vec<RawAnswer>,
    /// What else it holds, in words.
    pub not_taken: Vec<String>,
}

impl<'de> Deserialize<'de> for RawCopy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Members)
    }
}

struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = RawCopy;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a copy of an application")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<RawCopy, A::Error> {
        let (mut question_set, mut answers) = (None, None);
        let mut held: Vec<String> = Vec::new();
        while let Some(name) = members.next_key::<String>()? {
            match name.as_str() {
                "question_set" => question_set = Some(members.next_value()?),
                "answers" => answers = Some(members.next_value()?),
                name if ABOUT.contains(&name) => {
                    members.next_value::<IgnoredAny>()?;
                }
                _ => {
                    if members.next_value::<Something>()?.0 {
                        held.push(name);
                    }
                }
            }
        }
        Ok(RawCopy {
            question_set: question_set.ok_or_else(|| A::Error::missing_field("question_set"))?,
            answers: answers.ok_or_else(|| A::Error::missing_field("answers"))?,
            not_taken: in_words(&held),
        })
    }
}

/// What is known in the order in which applications hold it, then some of what is not.
fn in_words(held: &[String]) -> Vec<String> {
    let is_known = |name: &str| BESIDE.iter().any(|(known, _)| *known == name);
    let known = BESIDE
        .iter()
        .filter(|(name, _)| held.iter().any(|held| held == name));
    let known = known.map(|(_, words)| (*words).to_owned());
    let others = held.iter().filter(|name| !is_known(name)).take(OTHERS_MAX);
    let others = others.map(|name| {
        let name: String = name
            .replace('\0', "\u{fffd}")
            .chars()
            .take(NAME_MAX)
            .collect();
        format!("‘{name}’")
    });
    known.chain(others).collect()
}

/// Whether there is something: not null, and not an empty list or object. Nothing of it is kept.
struct Something(bool);

impl<'de> Deserialize<'de> for Something {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Looking)
    }
}

struct Looking;

impl<'de> Visitor<'de> for Looking {
    type Value = Something;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("anything")
    }

    fn visit_unit<E: Error>(self) -> Result<Something, E> {
        Ok(Something(false))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Something, E> {
        Ok(Something(true))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Something, E> {
        Ok(Something(true))
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Something, E> {
        Ok(Something(true))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Something, E> {
        Ok(Something(true))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Something, E> {
        Ok(Something(!text.is_empty()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Something, A::Error> {
        let mut is_there = false;
        while items.next_element::<IgnoredAny>()?.is_some() {
            is_there = true;
        }
        Ok(Something(is_there))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Something, A::Error> {
        let mut is_there = false;
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
            is_there = true;
        }
        Ok(Something(is_there))
    }
}

#[cfg(test)]
mod tests {
    use super::RawCopy;

    fn not_taken(members: &str) -> Vec<String> {
        let copy = format!(r#"{{"question_set":{{"id":"a"}},"answers":[]{members}}}"#);
        serde_json::from_str::<RawCopy>(&copy).unwrap().not_taken
    }

    #[test]
    fn what_else_a_copy_holds_is_named_and_what_is_empty_is_not() {
        assert_eq!(not_taken(""), Vec::<String>::new());
        let empty = r#","$schema":"x","format":2,"digest":{"value":"a"},"documents":[],"renewal":null,"sections":[]"#;
        assert_eq!(not_taken(empty), Vec::<String>::new());
        let held = r#","more":1.5,"renewal":{"certificate":"a"},"documents":[{"title":"a"}]"#;
        assert_eq!(not_taken(held), ["documents", "what was renewed", "‘more’"]);
    }

    #[test]
    fn a_copy_without_answers_is_none() {
        for text in [
            "{}",
            "[]",
            r#"{"answers":[]}"#,
            r#"{"question_set":{"id":"a"}}"#,
        ] {
            assert!(serde_json::from_str::<RawCopy>(text).is_err(), "{text}");
        }
    }
}
