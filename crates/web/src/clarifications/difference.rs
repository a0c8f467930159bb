//! A change in an answer, marked in more ways than colour.

use crate::documents::{Compared, ShownDocument};
use askama::{Template, filters::HtmlSafe};
use govuk::Content;
use service::clarifications::{Asked, AskedItem, Change};
use service::difference::Part;

/// A text with what came and what went, each said for screen readers too.
#[derive(Template)]
#[template(path = "clarifications/_difference.html")]
pub struct Difference {
    parts: Vec<Part>,
}

impl HtmlSafe for Difference {}

impl Difference {
    /// This text, in pieces.
    pub fn new(parts: Vec<Part>) -> Self {
        Self { parts }
    }
}

/// An answer that changed, as pages show it.
pub struct ShownChange {
    /// The heading of its page and its label.
    pub title: String,
    /// What changed.
    pub text: Content,
}

/// Changes as pages show them.
pub fn shown(changes: Vec<Change>) -> Vec<ShownChange> {
    changes
        .into_iter()
        .map(|change| ShownChange {
            text: Content::of(&Difference {
                parts: change.parts(),
            }),
            title: if change.heading == change.label {
                change.label
            } else {
                format!("{}: {}", change.heading, change.label)
            },
        })
        .collect()
}

/// What became since of documents that belong to what an item asks about.
pub fn shown_documents(asked: &Asked, item: &AskedItem) -> Vec<ShownDocument> {
    let case = &asked.case;
    let items = case.set.evidence_items(&case.stored.answers);
    let words = Compared {
        set: case.set,
        items: &items,
        now: asked.now,
    };
    asked
        .documents_of(item)
        .filter_map(|changed| words.shown(changed))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_said_and_typed_markup_stays_text() {
        let html = Difference {
            parts: vec![
                Part::Same("We use ".into()),
                Part::Removed("keys".into()),
                Part::Added("<b>codes</b>".into()),
            ],
        }
        .to_string();
        assert!(
            html.contains("<del><span class=\"govuk-visually-hidden\">Removed text: </span>keys")
        );
        assert!(html.contains("Added text: </span>&#60;b&#62;codes"));
        assert!(!html.contains("<b>"));
    }
}
