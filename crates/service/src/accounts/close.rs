//! Closing one's own account. What the person wrote and did for an organisation stays with it, under
//! their name; everything by which they sign in goes, and so does their address.

use super::recipient;
use crate::passwords::{Hasher, Tag};
use audit::{Event, Kind};
use domain::email::EmailAddress;
use domain::when;
use mail::{AccountClosed, Notice};
use policy::{Actor, Denied};
use store::passwords::{self, Alone};
use store::{Context, Gate, ReadTx, StoreError, outbox};

/// Why an account was not closed.
#[derive(Debug, thiserror::Error)]
pub enum CloseError {
    /// The person has to show first that it is them.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// These organisations would have no administrator, or the account is of the PSN team.
    #[error("the account is needed")]
    Needed(Needed),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What stands in the way of closing an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Needed {
    /// Organisations that have no other administrator; at least one.
    ToHandOver(Vec<Alone>),
    /// The PSN team, where a service administrator removes people.
    ByTheTeam,
}

/// What stands in the way of closing the person's account, if anything.
///
/// # Errors
/// [`CloseError::Denied`] until the person has shown again who they are.
pub async fn find_needed(gate: &Gate, actor: &Actor) -> Result<Option<Needed>, CloseError> {
    actor.confirmed()?;
    let mut tx = gate.read(Context::of(actor)).await?;
    Ok(needed(&mut tx, actor).await?)
}

async fn needed(tx: &mut ReadTx, actor: &Actor) -> Result<Option<Needed>, StoreError> {
    if actor.team_role.is_some() {
        return Ok(Some(Needed::ByTheTeam));
    }
    let alone = passwords::list_to_hand_over(tx).await?;
    Ok((!alone.is_empty()).then_some(Needed::ToHandOver(alone)))
}

/// Closes the account: the password, the earlier ones and their tags, the e-mailed links, the
/// places in organisations and every session go. The name stays where it is part of a record.
///
/// # Errors
/// [`CloseError::Needed`] while somebody depends on the account.
pub async fn close(gate: &Gate, hasher: &Hasher, actor: &Actor) -> Result<(), CloseError> {
    actor.confirmed()?;
    let mut tx = gate.write(Context::of(actor)).await?;
    if let Some(needed) = needed(&mut tx, actor).await? {
        return Err(CloseError::Needed(needed));
    }
    // While the person still belongs to them: afterwards nobody may write to their activity.
    for membership in &actor.memberships {
        let event = Event::new(Kind::MemberLeft).organisation(membership.organisation);
        tx.record(&event.with("user", actor.user)).await?;
    }
    let current = passwords::lock(&mut tx).await?;
    let sealed = current.and_then(|current| current.sealed_tags);
    let tags = sealed.map_or_else(Vec::new, |sealed| hasher.open_tags(actor.user, &sealed));
    let tags: Vec<i32> = tags.into_iter().map(Tag::number).collect();
    if !passwords::close_account(&mut tx, &tags).await? {
        // Somebody else left or lost their role since the look above.
        return Err(CloseError::Store(StoreError::Stale));
    }
    if let Ok(email) = EmailAddress::parse(&actor.email) {
        let closed_at = when::date_and_time(tx.now());
        let notice = AccountClosed { closed_at };
        outbox::add(&mut tx, &notice.message(&recipient(&actor.name, &email))).await?;
    }
    tx.record(&Event::new(Kind::AccountClosed).with("user", actor.user))
        .await?;
    passwords::end_all_sessions(&mut tx).await?;
    tx.commit(&Event::new(Kind::SignedOut)).await?;
    Ok(())
}
