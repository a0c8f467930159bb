//! What a person saw when they checked a reply, so that nothing else is sent in their name.

use super::read::{Asked, AskedItem};
use crate::snapshot::sha256;
use questions::{AnswerKey, Values};
use std::collections::{BTreeMap, BTreeSet};

/// The replies, changed answers and changed documents that a page showed, each with what tells it
/// from another: entries of a key, `=` and a mark, in a row with `;` between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeenReply(pub String);

/// What somebody changed after a page was shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meanwhile {
    /// Who; nothing where that is not known, as of a document that is gone.
    pub by: Option<String>,
    /// How many replies.
    pub replies: usize,
    /// How many pages of answers.
    pub answers: usize,
    /// How many documents.
    pub documents: usize,
}

/// What one thing was like, and who made it so.
struct Mark {
    text: String,
    by: Option<String>,
}

/// What would be sent now, for the check before sending.
pub fn seen_reply(asked: &Asked) -> SeenReply {
    let entries = marks(asked).into_iter();
    let entries: Vec<String> = entries
        .map(|(key, mark)| format!("{key}={}", mark.text))
        .collect();
    SeenReply(entries.join(";"))
}

/// What is not as it was seen, by who changed it; nothing where what was seen can't be told.
pub fn meanwhile(asked: &Asked, seen: &SeenReply) -> Vec<Meanwhile> {
    if seen.0.is_empty() {
        return Vec::new();
    }
    let now = marks(asked);
    let then: BTreeMap<&str, &str> = seen
        .0
        .split(';')
        .filter_map(|entry| entry.split_once('='))
        .collect();
    let keys: BTreeSet<&str> = now
        .keys()
        .map(String::as_str)
        .chain(then.keys().copied())
        .collect();
    let mut by_person: BTreeMap<Option<String>, Meanwhile> = BTreeMap::new();
    for key in keys {
        let mark = now.get(key);
        if mark.map(|mark| mark.text.as_str()) == then.get(key).copied() {
            continue;
        }
        let by = match mark {
            Some(mark) => mark.by.clone(),
            None => who_saved(asked, key),
        };
        let one = by_person.entry(by.clone()).or_insert_with(|| Meanwhile {
            by,
            ..Meanwhile::default()
        });
        match key.split_once(':').map(|(kind, _)| kind) {
            Some(REPLY) => one.replies += 1,
            Some(ANSWER) => one.answers += 1,
            _ => one.documents += 1,
        }
    }
    by_person.into_values().collect()
}

const REPLY: &str = "reply";
const ANSWER: &str = "answer";
const DOCUMENT: &str = "document";

/// Everything that a reply sends, by key.
fn marks(asked: &Asked) -> BTreeMap<String, Mark> {
    let mut marks = BTreeMap::new();
    for item in &asked.items {
        if item.item.reply.is_some() {
            let mark = Mark {
                text: item.item.version.to_string(),
                by: item.item.replied_by_name.clone(),
            };
            marks.insert(format!("{REPLY}:{}", item.subject.id), mark);
        }
        for (key, values) in changed(asked, item) {
            let mark = Mark {
                text: digest(&format!("{values:?}")),
                by: asked
                    .case
                    .stored
                    .saved
                    .get(&key)
                    .map(|saved| saved.by.clone()),
            };
            marks.insert(answer_key(&key), mark);
        }
        for document in asked.documents_of(item) {
            let Some(last) = document.last() else {
                continue;
            };
            // Whether it was scanned meanwhile is nobody's change.
            let text = (document.fate, last.id, &last.sha256, &last.description);
            let mark = Mark {
                text: digest(&format!("{text:?}")),
                by: document.done.as_ref().map(|(_, by)| by.clone()),
            };
            marks.insert(format!("{DOCUMENT}:{}", last.series), mark);
        }
    }
    marks
}

/// The answers of a subject that are not as they were when it was asked about.
fn changed<'a>(
    asked: &'a Asked,
    item: &'a AskedItem,
) -> impl Iterator<Item = (AnswerKey, Option<&'a Values>)> {
    let answers = &asked.case.stored.answers;
    let before = &item.item.before;
    let now = answers.iter().filter_map(|(key, values)| {
        let is_same = before
            .iter()
            .any(|kept| kept.page == key.page && kept.item == key.item && kept.values == *values);
        (item.subject.pages.contains(&key.page) && !is_same).then(|| (key.clone(), Some(values)))
    });
    let gone = before
        .iter()
        .filter(|kept| answers.get(&kept.page, kept.item).is_none())
        .map(|kept| {
            let key = AnswerKey {
                page: kept.page.clone(),
                item: kept.item,
            };
            (key, None)
        });
    now.chain(gone)
}

fn answer_key(key: &AnswerKey) -> String {
    format!("{ANSWER}:{}#{}", key.page, key.item)
}

/// Who saved the answer of this key last; nothing for what is no answer or is not there any more.
fn who_saved(asked: &Asked, key: &str) -> Option<String> {
    let saved = asked.case.stored.saved.iter();
    saved
        .filter(|(known, _)| answer_key(known) == key)
        .map(|(_, saved)| saved.by.clone())
        .next()
}

/// Enough of a digest to tell a text from another of the same thing.
fn digest(text: &str) -> String {
    sha256(text).chars().take(DIGEST_LENGTH).collect()
}

const DIGEST_LENGTH: usize = 16;
