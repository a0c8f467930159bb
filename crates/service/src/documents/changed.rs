//! What became of the documents of an application between two moments, and since the application
//! that it renews.

use super::ReadError;
use crate::reviews::Review;
use crate::subjects::Subject;
use domain::document::Document;
use domain::id::{ApplicationId, DocumentId};
use policy::team::ReadCases;
use policy::{Actor, authorise_team};
use questions::QuestionSet;
use store::clarifications::Clarification;
use store::documents::history::{self, Done};
use store::{Context, ReadTx, Store, StoreError};
use time::OffsetDateTime;

/// What became of a document from one moment to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// There was none.
    Added,
    /// A newer version counts.
    Replaced,
    /// Something else is said about it.
    Changed,
    /// There is none any more.
    Removed,
}

/// A document that differs between two moments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedDocument {
    /// What became of it.
    pub fate: Fate,
    /// The version that counted at the first moment, with what was said of it then; none when it was
    /// not there.
    pub before: Option<Document>,
    /// The same at the second moment.
    pub after: Option<Document>,
    /// When that was done last, and by whom; nothing where that was not kept or is not asked.
    pub done: Option<Done>,
}

impl ChangedDocument {
    fn of(before: Option<Document>, after: Option<Document>) -> Option<Self> {
        let fate = match (&before, &after) {
            (None, Some(_)) => Fate::Added,
            (Some(_), None) => Fate::Removed,
            (Some(old), Some(new)) if is_another_file(old, new) => Fate::Replaced,
            (Some(old), Some(new)) if old.description != new.description => Fate::Changed,
            (None, None) | (Some(_), Some(_)) => return None,
        };
        Some(Self {
            fate,
            before,
            after,
            done: None,
        })
    }

    /// The document as it is, or as it was when it is gone.
    pub fn last(&self) -> Option<&Document> {
        self.after.as_ref().or(self.before.as_ref())
    }

    /// True when it belonged at either moment to something of which this holds.
    pub fn belongs_to(&self, mut is_it: impl FnMut(&str) -> bool) -> bool {
        let both = self.before.iter().chain(&self.after);
        let mut named = both.flat_map(|document| &document.description.questions);
        named.any(|id| is_it(id))
    }

    /// True when it belonged at either moment to this subject.
    pub fn is_of(&self, subject: &Subject, set: &QuestionSet) -> bool {
        let both = self.before.iter().chain(&self.after);
        let mut both = both.map(|document| &document.description);
        both.any(|description| subject.has_document(&description.questions, set))
    }
}

/// True for another version, or another file of a document of another application.
fn is_another_file(old: &Document, new: &Document) -> bool {
    old.sha256 != new.sha256 || (old.series == new.series && old.id != new.id)
}

/// The documents that are not at `to` what they are at `from`, whichever of them is earlier: those
/// that are there at `to` first.
pub(crate) async fn between(
    tx: &mut ReadTx,
    application: ApplicationId,
    from: OffsetDateTime,
    to: OffsetDateTime,
) -> Result<Vec<ChangedDocument>, StoreError> {
    let before = history::list_at(tx, application, from).await?;
    let after = history::list_at(tx, application, to).await?;
    let mut changed = paired(before, after, |old, new| old.series == new.series);
    let series: Vec<DocumentId> = changed
        .iter()
        .filter_map(|one| Some(one.last()?.series))
        .collect();
    if series.is_empty() || from > to {
        return Ok(changed);
    }
    let mut done = history::last_done(tx, application, &series, from, to).await?;
    for one in &mut changed {
        let added = one.after.as_ref().filter(|_| one.fate == Fate::Added);
        one.done = match added {
            Some(added) => Some((added.added_at, added.added_by_name.clone())),
            None => one.last().and_then(|last| done.remove(&last.series)),
        };
    }
    Ok(changed)
}

/// What became of documents between a request for clarification and the reply to it, or now while
/// there is none.
pub(crate) async fn in_exchange(
    tx: &mut ReadTx,
    application: ApplicationId,
    request: &Clarification,
) -> Result<Vec<ChangedDocument>, StoreError> {
    let to = request.answered_at.unwrap_or_else(|| tx.now());
    between(tx, application, request.asked_at, to).await
}

/// What became of documents between a request to the supplier and its reply, for the PSN team;
/// nothing while it is open.
pub async fn changed_in_reply(
    store: &Store,
    actor: &Actor,
    review: &Review,
    request: &Clarification,
) -> Result<Vec<ChangedDocument>, ReadError> {
    authorise_team::<ReadCases>(actor)?;
    if request.is_open() {
        return Ok(Vec::new());
    }
    let mut tx = store.read(Context::of(actor)).await?;
    Ok(in_exchange(&mut tx, review.case.application.id, request).await?)
}

/// How the documents of a renewal stand to last year's, for the PSN team; none where nothing is
/// renewed.
pub async fn changed_since_last_year(
    store: &Store,
    actor: &Actor,
    review: &Review,
) -> Result<Vec<ChangedDocument>, ReadError> {
    authorise_team::<ReadCases>(actor)?;
    if review.case.renewal.is_none() {
        return Ok(Vec::new());
    }
    let mut tx = store.read(Context::of(actor)).await?;
    let earlier = history::list_of_earlier(&mut tx, review.case.application.id).await?;
    Ok(since_earlier(earlier, &review.documents))
}

/// How the documents of a renewal stand to those of the application that it renews. Documents are the
/// same when they have the same file, or else the same name.
fn since_earlier(earlier: Vec<Document>, now: &[Document]) -> Vec<ChangedDocument> {
    let has_same_file =
        |one: &Document, others: &[Document]| others.iter().any(|other| other.sha256 == one.sha256);
    let (same, left): (Vec<Document>, Vec<Document>) = earlier
        .iter()
        .cloned()
        .partition(|one| has_same_file(one, now));
    let (kept, new): (Vec<Document>, Vec<Document>) = now
        .iter()
        .cloned()
        .partition(|one| has_same_file(one, &earlier));
    let mut changed = paired(same, kept, |old, new| old.sha256 == new.sha256);
    changed.extend(paired(left, new, |old, new| {
        old.description.title.to_lowercase() == new.description.title.to_lowercase()
    }));
    changed
}

/// What differs, where `is_same` says which of them are the same document.
fn paired(
    mut before: Vec<Document>,
    after: Vec<Document>,
    is_same: impl Fn(&Document, &Document) -> bool,
) -> Vec<ChangedDocument> {
    let mut changed = Vec::new();
    for new in after {
        let old = before.iter().position(|old| is_same(old, &new));
        let old = old.map(|place| before.remove(place));
        changed.extend(ChangedDocument::of(old, Some(new)));
    }
    let gone = before.into_iter();
    changed.extend(gone.filter_map(|old| ChangedDocument::of(Some(old), None)));
    changed
}

#[cfg(test)]
#[path = "changed_tests.rs"]
mod tests;
