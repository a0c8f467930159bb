//! Drafts that nobody works on for a long time: people are told a month before, anybody who answers
//! questions can keep it, and otherwise it is deleted as if an administrator had done it.

use super::service_or_reference;
use crate::applications::load_for_update;
use crate::recipients::recipient;
use audit::{Event, Kind};
use domain::reference::ApplicationReference;
use domain::when;
use mail::{DraftDeleted, DraftEnding, Notice};
use policy::organisation::AnswerQuestions;
use policy::{Actor, Denied, authorise};
use store::drafts::quiet::{self, Announced};
use store::{Context, Store, StoreError, outbox};

/// Why a draft was not kept.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// No such application.
    #[error("no such application")]
    NotFound,
    /// Not this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// It is no draft any more.
    #[error("the application is not a draft")]
    NotDraft,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Begins the quiet time of a draft anew. Where nothing was announced there is nothing to do.
pub async fn keep(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
) -> Result<(), KeepError> {
    let mut tx = store.write(Context::of(actor)).await?;
    let case = load_for_update(&mut tx, reference).await?;
    let case = case.ok_or(KeepError::NotFound)?;
    let application = &case.application;
    let permit = authorise::<AnswerQuestions>(actor, application.organisation)?;
    if !application.state.is_draft() {
        return Err(KeepError::NotDraft);
    }
    if quiet::delete_on(&mut tx, application.id).await?.is_none()
        || !quiet::keep(&mut tx, &permit, application.id, &actor.name).await?
    {
        return Ok(());
    }
    let event = Event::new(Kind::DraftKept)
        .organisation(application.organisation)
        .application(application.id);
    tx.commit(&event).await?;
    Ok(())
}

/// Tells people that a draft is deleted in a month.
pub(super) async fn announce(
    store: &Store,
    public_url: &str,
    draft: &Announced,
) -> Result<bool, StoreError> {
    let mut tx = store.write(Context::service()).await?;
    if !quiet::note_announced(&mut tx, draft).await? {
        return Ok(false);
    }
    let today = when::uk_date(tx.now());
    let undo_days = store::applications::undo_days(&mut tx, today).await?;
    let notice = DraftEnding {
        service: service_or_reference(&draft.service_name, &draft.reference),
        last_touched: when::date(when::uk_date(draft.quiet_since)),
        delete_on: when::date(draft.delete_on),
        undo_days: usize::try_from(undo_days).unwrap_or_default(),
        link: format!("{public_url}/applications/{}/keep", draft.reference),
    };
    for person in &draft.people {
        if let Some(to) = recipient(&person.name, &person.email) {
            outbox::add(&mut tx, &notice.message(&to)).await?;
        }
    }
    let event = Event::new(Kind::DraftDeletionAnnounced)
        .organisation(draft.organisation)
        .application(draft.application)
        .with("delete_on", when::iso_date(draft.delete_on))
        .with("people", draft.people.len());
    tx.commit(&event).await?;
    Ok(true)
}

/// Deletes the next draft whose day has come; false when there is none.
pub(super) async fn delete_next(store: &Store, public_url: &str) -> Result<bool, StoreError> {
    let mut tx = store.write(Context::service()).await?;
    let Some(draft) = quiet::delete_next(&mut tx).await? else {
        return Ok(false);
    };
    let notice = DraftDeleted {
        is_quiet: true,
        person: String::new(),
        service: service_or_reference(&draft.service_name, &draft.reference),
        reference: draft.reference.clone(),
        erase_on: when::date(draft.erase_on),
        link: format!("{public_url}/applications/{}/delete", draft.reference),
    };
    for person in &draft.people {
        if let Some(to) = recipient(&person.name, &person.email) {
            outbox::add(&mut tx, &notice.message(&to)).await?;
        }
    }
    let event = Event::new(Kind::DraftDeleted)
        .organisation(draft.organisation)
        .application(draft.application)
        .with("erase_on", when::iso_date(draft.erase_on))
        .with("is_quiet", true);
    tx.commit(&event).await?;
    Ok(true)
}
