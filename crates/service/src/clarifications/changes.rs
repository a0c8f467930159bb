//! What changed in the answers of a subject between asking and now.

use crate::difference::{Part, difference};
use crate::reviews::answer::{AnsweredPage, answered, with_kept};
use crate::subjects::Subject;
use questions::{Answers, QuestionSet};
use store::clarifications::{Item, KeptPage};

/// An answer that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The page.
    pub page: String,
    /// Number of the list item; 0 when none.
    pub item: i16,
    /// The heading of the page; for an item with its number.
    pub heading: String,
    /// True when the whole page or item was not there before.
    pub is_added: bool,
    /// True when the whole page or item is not there any more.
    pub is_removed: bool,
    /// The label of the field.
    pub label: String,
    /// The answer before; empty when there was none.
    pub before: String,
    /// The answer now; empty when it is gone.
    pub after: String,
}

impl Change {
    /// What changed, word by word.
    pub fn parts(&self) -> Vec<Part> {
        difference(&self.before, &self.after)
    }
}

/// The answers of a subject that changed since it was asked about: up to the reply
/// where one was sent, else up to now.
pub fn changes(
    set: &QuestionSet,
    subject: &Subject,
    answers: &Answers,
    item: &Item,
) -> Vec<Change> {
    let described = |kept: &[KeptPage]| answered(set, subject, &with_kept(answers, subject, kept));
    let before = described(&item.before);
    let after = match &item.after {
        Some(after) => described(after),
        None => answered(set, subject, answers),
    };
    compare(&before, &after)
}

fn compare(before: &[AnsweredPage], after: &[AnsweredPage]) -> Vec<Change> {
    let mut changes = Vec::new();
    for page in after {
        let old = before.iter().find(|old| is_same_page(old, page));
        for (label, text) in &page.rows {
            let was = old.map_or("", |old| row(old, label));
            if was != text {
                changes.push(Change {
                    is_added: old.is_none(),
                    ..change(page, label, was, text)
                });
            }
        }
    }
    for old in before {
        let new = after.iter().find(|new| is_same_page(old, new));
        for (label, text) in &old.rows {
            let is_gone = new.is_none_or(|new| !new.rows.iter().any(|(other, _)| other == label));
            if is_gone {
                changes.push(Change {
                    is_removed: new.is_none(),
                    ..change(old, label, text, "")
                });
            }
        }
    }
    changes
}

fn is_same_page(one: &AnsweredPage, other: &AnsweredPage) -> bool {
    one.page == other.page && one.item == other.item
}

fn row<'a>(page: &'a AnsweredPage, label: &str) -> &'a str {
    page.rows
        .iter()
        .find(|(other, _)| other == label)
        .map_or("", |(_, text)| text.as_str())
}

fn change(page: &AnsweredPage, label: &str, before: &str, after: &str) -> Change {
    Change {
        page: page.page.clone(),
        item: page.item,
        heading: page.heading.clone(),
        is_added: false,
        is_removed: false,
        label: label.to_owned(),
        before: before.to_owned(),
        after: after.to_owned(),
    }
}

#[cfg(test)]
#[path = "changes_tests.rs"]
mod tests;
