//! Nothing typed is lost when a session ends or something else came first: what could not be taken
//! is kept for its person.
//!
//! It is sealed for the person and the page, waits for 24 hours, and is shown to nobody else,
//! whoever signs in on that browser next. Passwords and codes are never kept.

use crate::attempts::{self, AttemptError, Bucket};
use crate::session_key::SessionKey;
use audit::{Event, Kind};
use domain::credential::Credential;
use domain::id::{KeptAnswerId, UserId};
use policy::Actor;
use std::collections::BTreeMap;
use store::kept_answers::{self, Kept};
use store::{Context, Gate, StoreError};
use time::OffsetDateTime;

/// The fields of a form, as typed.
pub type Fields = BTreeMap<String, Vec<String>>;

/// What keys the seal.
const PURPOSE: &str = "kept answer";
/// Fields that are never kept.
const SECRET: [&str; 7] = [
    "password",
    "current_password",
    "new_password",
    "code",
    "recovery_code",
    // What a passkey was asked and answered, good for one time.
    "question",
    "credential",
];
/// The longest path that is kept, in bytes.
const PATH_MAX: usize = 500;
/// How many are listed at once.
pub const LISTED: usize = 10;

/// What was kept of one page.
pub struct KeptAnswer {
    /// Identifier.
    pub id: KeptAnswerId,
    /// The page that it was sent to.
    pub path: String,
    /// What was typed.
    pub fields: Fields,
    /// When it was sent.
    pub kept_at: OffsetDateTime,
}

/// Whether a field of this name is never kept.
pub fn is_secret(name: &str) -> bool {
    SECRET.contains(&name)
}

/// What a seal is for: this person, this page.
fn thing(user: UserId, path: &str) -> Vec<u8> {
    [user.0.as_bytes(), path.as_bytes()].concat()
}

/// Keeps what was sent to a page with a session that has ended at most a day ago, whose person has to
/// confirm who they are, or that came too late. `None` when there is nothing to keep or nobody to keep it for.
pub async fn keep(
    gate: &Gate,
    key: &SessionKey,
    session: Credential,
    path: &str,
    mut fields: Fields,
) -> Result<Option<KeptAnswerId>, StoreError> {
    fields.retain(|name, _| !is_secret(name));
    if fields.is_empty() || path.len() > PATH_MAX {
        return Ok(None);
    }
    let mut tx = gate.read(Context::presenting(session)).await?;
    let owner = kept_answers::find_owner(&mut tx, session).await?;
    drop(tx);
    let Some(user) = owner else {
        return Ok(None);
    };
    match attempts::take(gate, key, Bucket::KeptAnswer, &[user.0.as_bytes()], None).await {
        Ok(_) => {}
        Err(AttemptError::Refused(_)) => return Ok(None),
        Err(AttemptError::Store(error)) => return Err(error),
    }
    let Ok(open) = serde_json::to_vec(&fields) else {
        return Ok(None);
    };
    let sealed = key.sealer(PURPOSE).seal(&thing(user, path), &open);
    let digest = key.digest(PURPOSE, &[&thing(user, path), &open]);
    let mut tx = gate.write(Context::presenting(session)).await?;
    let id = KeptAnswerId::new();
    let kept = kept_answers::add(&mut tx, session, id, path, (&sealed, &digest)).await?;
    if kept.is_some() {
        tx.commit(&Event::new(Kind::AnswerKept).with("user", user))
            .await?;
    }
    Ok(kept)
}

/// What was kept for the person, the latest first, at most [`LISTED`], and whether there is more. What
/// can't be opened any more (another key) is left out.
pub async fn list(
    gate: &Gate,
    key: &SessionKey,
    actor: &Actor,
) -> Result<(Vec<KeptAnswer>, bool), StoreError> {
    let mut tx = gate.read(Context::of(actor)).await?;
    let limit = i32::try_from(LISTED + 1).unwrap_or(i32::MAX);
    let mut kept = kept_answers::list(&mut tx, limit).await?;
    drop(tx);
    let has_more = kept.len() > LISTED;
    kept.truncate(LISTED);
    let opened = kept.into_iter().filter_map(|kept| open(key, actor, kept));
    Ok((opened.collect(), has_more))
}

/// Whether anything is kept for the person that [`list`] can show.
pub async fn is_any(gate: &Gate, key: &SessionKey, actor: &Actor) -> Result<bool, StoreError> {
    let (kept, _) = list(gate, key, actor).await?;
    Ok(!kept.is_empty())
}

/// One of what was kept for the person.
pub async fn find(
    gate: &Gate,
    key: &SessionKey,
    actor: &Actor,
    id: KeptAnswerId,
) -> Result<Option<KeptAnswer>, StoreError> {
    let mut tx = gate.read(Context::of(actor)).await?;
    let kept = kept_answers::find(&mut tx, id).await?;
    drop(tx);
    Ok(kept.and_then(|kept| open(key, actor, kept)))
}

fn open(key: &SessionKey, actor: &Actor, kept: Kept) -> Option<KeptAnswer> {
    let sealer = key.sealer(PURPOSE);
    let open = sealer.open(&thing(actor.user, &kept.path), &kept.sealed);
    Some(KeptAnswer {
        fields: serde_json::from_slice(&open.ok()?).ok()?,
        id: kept.id,
        path: kept.path,
        kept_at: kept.kept_at,
    })
}

/// What becomes of what was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was sent again and taken.
    Restored,
    /// Its person does not want it.
    Discarded,
}

/// Throws away what was kept for the person. Nothing happens when it is gone.
pub async fn remove(
    gate: &Gate,
    actor: &Actor,
    id: KeptAnswerId,
    outcome: Outcome,
) -> Result<(), StoreError> {
    let mut tx = gate.write(Context::of(actor)).await?;
    if kept_answers::remove(&mut tx, id).await? {
        tx.commit(&Event::new(match outcome {
            Outcome::Restored => Kind::KeptAnswerRestored,
            Outcome::Discarded => Kind::KeptAnswerDiscarded,
        }))
        .await?;
    }
    Ok(())
}
