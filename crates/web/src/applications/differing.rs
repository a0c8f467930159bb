//! What differs between two moments of an application, as the page shows it.

use super::history::place;
use super::opened::Opened;
use super::then::name_then;
use super::versions;
use crate::clarifications::difference::Difference;
use crate::documents::ShownDocument;
use domain::when;
use govuk::Content;
use service::difference::difference;
use service::documents::ChangedDocument;
use service::history::{Changed, Differing, Fate, ItemNames};
use time::OffsetDateTime;

/// An answer or a document that differs, as the page shows it.
pub struct Shown {
    pub title: String,
    /// What became of it, who did it and when.
    pub fate: String,
    pub changes: Vec<(String, Content)>,
    /// The versions of this answer alone, or the document where it is still there.
    pub more: Option<(String, &'static str)>,
}

/// An answer that differs, with what its page was called at the last of the two moments, or before it was
/// removed.
pub fn shown(
    (opened, names): (&Opened, &ItemNames),
    differing: &Differing,
    last: OffsetDateTime,
) -> Option<Shown> {
    let at = place(opened, &differing.key)?;
    let named_at = differing
        .saved_at
        .filter(|_| differing.fate == Fate::Removed);
    let fate = match differing.fate {
        Fate::Added => "Added",
        Fate::Changed => "Changed",
        Fate::Removed => "Removed",
    };
    let fate = match (&differing.saved_by, differing.saved_at) {
        (Some(by), Some(moment)) => {
            format!(
                "{fate} by {by}, {}",
                when::relative(moment, opened.form.now)
            )
        }
        _ => format!("{fate}: it was not there yet"),
    };
    let changes = differing.changes.iter().map(|Changed { label, was, is }| {
        let difference = Difference::new(difference(was, is));
        (label.clone(), Content::of(&difference))
    });
    Some(Shown {
        title: name_then(opened, names, &at, named_at.unwrap_or(last)),
        fate,
        changes: changes.collect(),
        more: Some((versions::path(opened, &at), "See every version")),
    })
}

pub fn shown_document(
    opened: &Opened,
    changed: &ChangedDocument,
    words: ShownDocument,
) -> Option<Shown> {
    let last = changed.last()?;
    let is_there = opened.form.documents.iter().any(|one| one.id == last.id);
    let path = opened.path(&format!("documents/{}", last.id));
    Some(Shown {
        title: format!("Document: {}", words.title),
        fate: words.fate,
        changes: words.changes,
        more: is_there.then_some((path, "See this document")),
    })
}
