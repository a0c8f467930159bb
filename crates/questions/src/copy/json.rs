//! The answers as JSON, and back.

use serde_json::{Map, Value, json};

use crate::answers::{Answers, Values};
use crate::page::{Field, FieldKind, Page};
use crate::set::{QuestionSet, Task};

use super::found::{Finding, Found, NotRecognised, Why};
use super::published::AS_PUBLISHED;
use super::whole::{RawAnswer, RawCopy};

impl QuestionSet {
    /// The set as copies name it.
    pub fn named(&self) -> Value {
        json!({ "hash": self.hash, "id": self.id, "version": self.version })
    }

    /// Every stored answer, in the order of the form, as stored and as people read it.
    pub fn copied_answers(&self, answers: &Answers) -> Value {
        let asked = self.asked_answers(answers);
        let mut copied = Vec::new();
        for task in &self.tasks {
            let once = task.pages.iter().filter(|page| !page.is_item_page());
            let mut pages: Vec<(&Page, i16)> = once.map(|page| (page, 0)).collect();
            for item in answers.items_of(task) {
                let of_item = task.pages.iter().filter(|page| page.is_item_page());
                pages.extend(of_item.map(|page| (page, item)));
            }
            for (page, item) in pages {
                if let Some(values) = answers.get(&page.id, item) {
                    let is_asked = asked.get(&page.id, item).is_some();
                    copied.push(copied_page(task, page, item, values, is_asked));
                }
            }
        }
        Value::Array(copied)
    }

    /// Reads the answers of a copy that was made as JSON, also of another version of the set or in
    /// an earlier format. What else it holds is named.
    ///
    /// # Errors
    /// [`NotRecognised`] when it is no copy, or of another set.
    pub fn read_copy(&self, bytes: &[u8]) -> Result<Found, NotRecognised> {
        let copy: RawCopy = serde_json::from_slice(bytes).map_err(|_| NotRecognised::NoForm)?;
        if copy.question_set.id != self.id {
            return Err(NotRecognised::OtherForm);
        }
        let mut finding = Finding::new(self);
        for answer in &copy.answers {
            self.read_page(answer, &mut finding);
        }
        Ok(Found {
            not_taken: copy.not_taken,
            ..finding.finish()
        })
    }

    fn read_page(&self, answer: &RawAnswer, finding: &mut Finding<'_>) {
        let known = self.page(&answer.page).filter(|(task, page)| {
            let max = task.list().map_or(0, |list| list.max);
            if page.is_item_page() {
                (1..=max).contains(&answer.item)
            } else {
                answer.item == 0
            }
        });
        let Some((_, page)) = known else {
            for (name, values) in &answer.values {
                let place = format!("{}, {name}", answer.page);
                finding.unknown(&place, &values.join("\n"));
            }
            return;
        };
        for (name, values) in &answer.values {
            let values: Vec<String> = values
                .iter()
                .map(|value| value.replace('\0', "\u{fffd}"))
                .collect();
            let field = page.fields.iter().find(|field| field.owns(name));
            let Some(field) = field else {
                let place = format!("{}, {name}", page.heading);
                finding.unknown(&place, &values.join("\n"));
                continue;
            };
            if field.kind == FieldKind::Filled {
                continue;
            }
            if finding.page(page, answer.item).values.contains_key(name) {
                finding.unused(page, answer.item, field, &values.join("\n"), Why::Twice);
                continue;
            }
            let (known, unknown) = offered(field, values);
            for value in unknown {
                finding.unused(page, answer.item, field, &value, Why::NotAChoice);
            }
            if known.iter().any(|value| !value.trim().is_empty()) {
                let found = finding.page(page, answer.item);
                found.values.insert(name.clone(), known);
            }
        }
    }
}

/// The values that the field offers, and the others; all of them where answers are free.
fn offered(field: &Field, values: Vec<String>) -> (Vec<String>, Vec<String>) {
    match field.kind {
        FieldKind::Radios(_) | FieldKind::Checkboxes { .. } | FieldKind::Countries { .. } => {
            let offered = field.offered();
            let is_offered = |value: &String| offered.iter().any(|(known, _)| known == value);
            values.into_iter().partition(is_offered)
        }
        _ => (values, Vec::new()),
    }
}

fn copied_page(task: &Task, page: &Page, item: i16, values: &Values, is_asked: bool) -> Value {
    let counted = page.fields.iter();
    let counted = counted.filter(|field| page.counts(field, values));
    let in_words = counted.filter_map(|field| {
        let answer = field.describe(values)?;
        Some(json!({ "answer": answer, "question": field.label }))
    });
    let stored: Map<String, Value> = values
        .iter()
        .map(|(name, values)| (name.clone(), json!(values)))
        .collect();
    let mut copied = json!({
        "page": page.id,
        "item": item,
        "section": task.title,
        "heading": page.heading,
        "question": page.question,
        "is_asked": is_asked,
        "values": stored,
        "in_words": in_words.collect::<Vec<_>>(),
    });
    if let (Some(told), Some(members)) = (page.as_published(values), copied.as_object_mut()) {
        members.insert(AS_PUBLISHED.to_owned(), json!(told.answer));
    }
    copied
}
