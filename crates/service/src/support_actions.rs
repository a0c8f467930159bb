//! What the team does to the account of somebody outside of it: resetting a second factor,
//! and appointing an administrator when the last one is lost. And correcting the registration of an
//! organisation, which is its key, for a member who asks.
//!
//! One person proposes it with a reason, another one approves it; the database refuses the
//! same one. The organisation sees both in its activity log, and the person and the
//! administrators are told by e-mail.

mod decide;
mod propose;

pub use decide::{DecideSupportError, decide};
pub use propose::{Proposal, ProposeError, propose};

use crate::organisations::ReadError;
use domain::id::SupportActionId;
use policy::team::ReadSupport;
use policy::{Actor, authorise_team};
use store::support_actions::{self, SupportAction};
use store::{Context, Store};

/// How many actions a page lists.
pub const PER_PAGE: i64 = 50;

/// One page of what was proposed (pages count from 0), and whether there is more.
pub async fn list(
    store: &Store,
    actor: &Actor,
    page: u16,
) -> Result<(Vec<SupportAction>, bool), ReadError> {
    let permit = authorise_team::<ReadSupport>(actor)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let skip = i64::from(page) * PER_PAGE;
    let mut found = support_actions::list(&mut tx, &permit, skip, PER_PAGE + 1).await?;
    let most = usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    let has_more = found.len() > most;
    found.truncate(most);
    Ok((found, has_more))
}

/// One of them.
pub async fn find(
    store: &Store,
    actor: &Actor,
    id: SupportActionId,
) -> Result<SupportAction, ReadError> {
    let permit = authorise_team::<ReadSupport>(actor)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let found = support_actions::find(&mut tx, &permit, id).await?;
    found.ok_or(ReadError::NotFound)
}
