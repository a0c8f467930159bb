//! Saving one answer.

use super::NotAllowed;
use super::changed::{Follows, about, permit};
use crate::applications::{Carry, Form, is_same};
use audit::Kind;
use domain::origin::{Origin, OriginKind};
use questions::{AnswerKey, Values};
use std::borrow::Cow;
use store::form_pages::{NewAnswer, SaveOutcome, SetAside};
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
    /// Where it comes from.
    pub origin: &'a Origin,
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

/// What saving an answer changes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Changes {
    /// Nothing: somebody says that last year's answer is still right, which is a version of its own.
    Nothing,
    /// Only what the question set calls private, which was neither checked nor signed.
    Notes,
    /// What it says.
    Words,
}

impl Changes {
    /// None when these values are stored already.
    fn of(form: &Form, answer: &Answer<'_>, values: &Values) -> Option<Self> {
        let stored = form.case.stored.answers.get(answer.page, answer.item);
        let is_carried = form.case.carry_of(answer.page, answer.item) == Some(Carry::Carried);
        if is_carried && stored.is_some_and(|stored| is_same(stored, values)) {
            return Some(Self::Nothing);
        }
        if stored == Some(values) {
            return None;
        }
        let page = form.set().page(answer.page);
        let are_notes = page.zip(stored).is_some_and(|((_, page), stored)| {
            is_same(&page.sent_values(stored), &page.sent_values(values))
        });
        Some(if are_notes { Self::Notes } else { Self::Words })
    }

    /// What follows when the answer becomes this version.
    fn follows(self, form: &Form, answer: &Answer<'_>, version: i32) -> Follows {
        let kind = match self {
            Self::Nothing => Kind::AnswerReconfirmed,
            Self::Notes | Self::Words => Kind::AnswerSaved,
        };
        let event = about(form, kind)
            .with("page", answer.page)
            .with("item", answer.item)
            .with("version", version);
        match self {
            Self::Nothing => Follows::of(form, answer.page, event),
            Self::Notes => Follows::of_note(event),
            Self::Words => Follows::of(form, answer.page, event).and_check_again(form, answer.page),
        }
    }
}

/// Saves one answer of a form that was just loaded. One statement, or none when nothing changes.
pub async fn save(store: &Store, form: &Form, answer: &Answer<'_>) -> Result<Saved, SaveError> {
    let permit = permit(form, answer.page)?;
    let stored = &form.case.stored;
    let values = &with_others(form, answer);
    let Some(changes) = Changes::of(form, answer, values) else {
        return Ok(Saved::Unchanged);
    };
    let key = AnswerKey {
        page: answer.page.to_owned(),
        item: answer.item,
    };
    let current = stored.saved.get(&key).map_or(0, |saved| saved.version);
    if current != answer.seen {
        set_aside(store, form, answer).await?;
        return Ok(Saved::Conflict);
    }
    let reconfirmed = Origin::of(OriginKind::Reconfirmed);
    let origin = match changes {
        Changes::Nothing => &reconfirmed,
        Changes::Notes | Changes::Words => answer.origin,
    };
    let (service_name, organisation_name) = names_after(form, answer);
    let mut version = current + 1;
    // Twice at most: a new item of a list may have to go on from the versions of a removed one.
    for _ in 0..2 {
        let follows = changes.follows(form, answer, version);
        let new = NewAnswer {
            page: answer.page,
            item: answer.item,
            values,
            is_complete: answer.is_complete,
            seen: answer.seen,
            version,
            service_name: &service_name,
            organisation_name: &organisation_name,
            origin,
        };
        let change = follows.change(form);
        match store.save_answer(&permit, &change, &new).await? {
            SaveOutcome::Saved => {
                let voided = form.signature_at_stake().filter(|_| change.voids);
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

/// Keeps an answer that can't be saved beside the history, so that nothing that was sent vanishes.
/// The same answer of the same person is kept once. False when there was nothing to keep: it says
/// nothing, or is what is saved. One statement, or none.
pub async fn set_aside(store: &Store, form: &Form, answer: &Answer<'_>) -> Result<bool, SaveError> {
    keep_aside(store, form, answer, None).await
}

/// The same for an answer with which something is wrong. `words` is what was written in it: it is kept
/// while some of that is new of this person and page, at most 60 times an hour for a person.
pub async fn set_refused_aside(
    store: &Store,
    form: &Form,
    answer: &Answer<'_>,
    words: &Values,
) -> Result<bool, SaveError> {
    keep_aside(store, form, answer, Some(words)).await
}

async fn keep_aside(
    store: &Store,
    form: &Form,
    answer: &Answer<'_>,
    words: Option<&Values>,
) -> Result<bool, SaveError> {
    let permit = form.permit().map_err(NotAllowed::from)?;
    let is_stored = form.case.stored.answers.get(answer.page, answer.item) == Some(answer.values);
    if answer.values.is_empty() || is_stored {
        return Ok(false);
    }
    let event = about(form, Kind::AnswerSetAside)
        .with("page", answer.page)
        .with("item", answer.item)
        .with("seen", answer.seen);
    let aside = SetAside {
        credential: form.actor.credential,
        name: &form.actor.name,
        application: form.case.application.id,
        page: answer.page,
        item: answer.item,
        values: answer.values,
        words,
        seen: answer.seen,
        event: &event,
    };
    // What is there already was kept before.
    store.set_answer_aside(&permit, &aside).await?;
    Ok(true)
}

/// What came of reconfirming several carried answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reconfirmed {
    /// So many were.
    Count(usize),
    /// The form is not as it was loaded any more: load it and try again.
    Moved,
}

/// Says of these answers that they are still right as they were carried. Others are left alone.
/// One statement each.
pub async fn reconfirm(
    store: &Store,
    form: &Form,
    keys: &[AnswerKey],
) -> Result<Reconfirmed, SaveError> {
    form.permit().map_err(NotAllowed::from)?;
    let mut count = 0;
    for key in keys {
        let stored = &form.case.stored;
        let (Some(values), Some(saved)) = (
            stored.answers.get(&key.page, key.item),
            stored.saved.get(key),
        ) else {
            continue;
        };
        if form.case.carry_of(&key.page, key.item) != Some(Carry::Carried) || !saved.is_complete {
            continue;
        }
        let answer = Answer {
            page: &key.page,
            item: key.item,
            values,
            is_complete: saved.is_complete,
            seen: saved.version,
            origin: &Origin::TYPED,
        };
        match save(store, form, &answer).await? {
            Saved::Changed { .. } => count += 1,
            Saved::Unchanged => {}
            Saved::Conflict | Saved::Moved => return Ok(Reconfirmed::Moved),
        }
    }
    Ok(Reconfirmed::Count(count))
}

/// The values with what is stored of fields that this page does not show: of conditions that are not asked
/// for at present, because whoever chooses their country again finds what was said of them, and of
/// questions that the supplier is not asked about, which stay as they were assessed.
fn with_others<'a>(form: &Form, answer: &Answer<'a>) -> Cow<'a, Values> {
    let mut values = Cow::Borrowed(answer.values);
    let answers = &form.case.stored.answers;
    let stored = answers.get(answer.page, answer.item);
    let page = form.set().page(answer.page);
    let (Some(stored), Some((_, page))) = (stored, page) else {
        return values;
    };
    let open = form.open_fields(Cow::Borrowed(page));
    let has_conditions = page.fields.iter().any(|field| field.about.is_some());
    if !has_conditions && open.fields.len() == page.fields.len() {
        return values;
    }
    let asked = page.as_asked(answers, answer.item);
    for field in &page.fields {
        let said = stored.get(&field.id);
        if open.field(&field.id).is_none() {
            let values = values.to_mut();
            values.remove(&field.id);
            values.extend(said.map(|said| (field.id.clone(), said.clone())));
        } else if let Some(said) = said.filter(|_| field.about.is_some())
            && asked.field(&field.id).is_none()
        {
            let values = values.to_mut();
            values.entry(field.id.clone()).or_insert(said.clone());
        }
    }
    values
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
