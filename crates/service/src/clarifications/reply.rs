//! The supplier's words on one item.

use super::read::find;
use crate::applications::load_for_update;
use audit::{Event, Kind};
use domain::application::ApplicationState;
use domain::id::ClarificationId;
use domain::reference::ApplicationReference;
use domain::text::Lines;
use policy::organisation::ReplyToClarification;
use policy::{Actor, Denied, authorise};
use store::{Context, Store, StoreError};

/// The most characters of a reply.
pub const REPLY_CHARACTERS_MAX: usize = 1500;

/// A reply as its form gives it.
#[derive(Debug)]
pub struct Reply<'a> {
    /// The question or group.
    pub subject: &'a str,
    /// The words.
    pub text: &'a Lines<REPLY_CHARACTERS_MAX>,
    /// The version that the person saw.
    pub version: i32,
}

/// Why a reply was not saved.
#[derive(Debug, thiserror::Error)]
pub enum ReplyError {
    /// No such application, request or item.
    #[error("no such request")]
    NotFound,
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The reply was sent already.
    #[error("the request is not open any more")]
    NotOpen,
    /// A colleague saved a reply meanwhile.
    #[error("a colleague saved a reply meanwhile")]
    Stale,
    /// The database.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for ReplyError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stale => Self::Stale,
            error @ (StoreError::Database(_) | StoreError::Corrupt { .. }) => Self::Store(error),
        }
    }
}

/// Saves a reply to one item. Nothing is sent yet.
pub async fn reply(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
    id: ClarificationId,
    reply: &Reply<'_>,
) -> Result<(), ReplyError> {
    let mut tx = store.write(Context::of(actor)).await?;
    let case = load_for_update(&mut tx, reference).await?;
    let case = case.ok_or(ReplyError::NotFound)?;
    let permit = authorise::<ReplyToClarification>(actor, case.application.organisation)?;
    let clarification = find(&mut tx, &case, id).await?;
    let clarification = clarification
        .filter(|request| request.item(reply.subject).is_some())
        .ok_or(ReplyError::NotFound)?;
    if !clarification.is_open() || case.application.state != ApplicationState::AwaitingSupplier {
        return Err(ReplyError::NotOpen);
    }
    let item = (id, reply.subject);
    let text = reply.text.as_str();
    store::clarifications::save_reply(&mut tx, &permit, item, reply.version, text, &actor.name)
        .await?;
    let event = Event::new(Kind::ClarificationReplySaved)
        .organisation(case.application.organisation)
        .application(case.application.id)
        .with("clarification", id)
        .with("subject", reply.subject);
    tx.commit(&event).await?;
    Ok(())
}
