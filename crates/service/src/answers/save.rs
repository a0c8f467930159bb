//! Saving one answer.

use super::NotAllowed;
use super::changed::{Follows, about, permit};
use crate::applications::Form;
use audit::Kind;
use questions::{AnswerKey, Values};
use store::form_pages::{NewAnswer, SaveOutcome};
use store::{Store, StoreError};

/// An answer as somebody wants to save it: what came of checking its page.
#[derive(Debug)]
pub struct Answer<'a> {
    /// Page of the question set.
    pub page: &'a str,
    /// Number of the list item; 0 outside lists.
    pub item: i16,
    /// The values in normal form.
    pub values: &'a Values,
    /// True when they pass every check.
    pub is_complete: bool,
    /// The version that the person saw; 0 when there was none.
    pub seen: i32,
}

/// What came of saving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    /// The same values were stored already; nothing was changed.
    Unchanged,
    /// Saved. Names the signatory whose signature or request to sign is void now.
    Changed {
        /// Whose signature or request to sign is void.
        voided: Option<String>,
    },
    /// Somebody else has saved other values since the person saw this answer.
    Conflict,
    /// The form is not as it was loaded any more: load it and save again.
    Moved,
}

/// Why an answer could not be saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Not this person, or not now.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Saves one answer of a form that was just loaded. One statement, or none when nothing changes.
pub async fn save(store: &Store, form: &Form, answer: &Answer<'_>) -> Result<Saved, SaveError> {
    let permit = permit(form, answer.page)?;
    let stored = &form.case.stored;
    if stored.answers.get(answer.page, answer.item) == Some(answer.values) {
        return Ok(Saved::Unchanged);
    }
    let key = AnswerKey {
        page: answer.page.to_owned(),
        item: answer.item,
    };
    let current = stored.saved.get(&key).map_or(0, |saved| saved.version);
    if current != answer.seen {
        return Ok(Saved::Conflict);
    }
    let (service_name, organisation_name) = names_after(form, answer);
    let mut version = current + 1;
    // Twice at most: a new item of a list may have to go on from the versions of a removed one.
    for _ in 0..2 {
        let event = about(form, Kind::AnswerSaved)
            .with("page", answer.page)
            .with("item", answer.item)
            .with("version", version);
        let follows = Follows::of(form, answer.page, event);
        let new = NewAnswer {
            page: answer.page,
            item: answer.item,
            values: answer.values,
            is_complete: answer.is_complete,
            seen: answer.seen,
            version,
            service_name: &service_name,
            organisation_name: &organisation_name,
        };
        let change = follows.change(form);
        match store.save_answer(&permit, &change, &new).await? {
            SaveOutcome::Saved => {
                let voided = form.signature_at_stake();
                return Ok(Saved::Changed {
                    voided: voided.map(|signature| signature.signatory_name.clone()),
                });
            }
            SaveOutcome::Stale | SaveOutcome::Moved => return Ok(Saved::Moved),
            SaveOutcome::Renumbered(next) => version = next,
        }
    }
    Ok(Saved::Moved)
}

/// What the service and its supplier are called once this answer is saved.
fn names_after(form: &Form, answer: &Answer<'_>) -> (String, String) {
    let mut answers = form.case.stored.answers.clone();
    answers.insert(answer.page, answer.item, answer.values.clone());
    let set = form.set();
    let asked = set.asked_answers(&answers);
    let application = &form.case.application;
    let service = set.fact("service_name", &asked).unwrap_or_default();
    let organisation = set.fact("organisation_name", &asked);
    (
        service.to_owned(),
        organisation
            .unwrap_or(&application.organisation_name)
            .to_owned(),
    )
}
