//! Showing again who one is, before something that matters.

use crate::attempts::{self, AttemptError, Bucket, Refusal};
use crate::passwords::{Hasher, HashingError};
use crate::session_key::SessionKey;
use audit::{Event, Kind};
use domain::email::EmailAddress;
use policy::Actor;
use store::accounts::{self, Candidate};
use store::{Context, Gate, StoreError};

/// Why somebody did not show who they are.
#[derive(Debug, thiserror::Error)]
pub enum ConfirmError {
    /// Not their password.
    #[error("not their password")]
    Refused,
    /// Too many wrong tries; nothing was checked, or this was the last.
    #[error(transparent)]
    Limited(#[from] Refusal),
    /// The password could not be checked.
    #[error(transparent)]
    Hashing(#[from] HashingError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<AttemptError> for ConfirmError {
    fn from(error: AttemptError) -> Self {
        match error {
            AttemptError::Refused(refusal) => Self::Limited(refusal),
            AttemptError::Store(error) => Self::Store(error),
        }
    }
}

/// Checks the password of the person who is signed in. A refusal is recorded, without what
/// was typed. Wrong tries are counted apart from those of whoever is not signed in, so that
/// a stranger can't keep anybody from confirming.
pub async fn check(
    gate: &Gate,
    passwords: &Hasher,
    key: &SessionKey,
    actor: &Actor,
    password: String,
) -> Result<(), ConfirmError> {
    let person = find(gate, actor).await?;
    let since = person.as_ref().map(|person| person.password_changed_at);
    let hash = person.and_then(|person| person.password_hash);
    let user = actor.user.0.as_bytes();
    let taken = attempts::take(gate, key, Bucket::Confirming, &[user], since).await?;
    // No account can have a longer one; an empty one is checked in its place.
    let is_too_long = password.len() > password_policy::MAXIMUM_BYTES;
    let password = if is_too_long { String::new() } else { password };
    let verdict = match passwords.verify(password, hash).await {
        Ok(verdict) => verdict,
        Err(error) => {
            attempts::give_back(gate, taken).await?;
            return Err(error.into());
        }
    };
    if verdict.is_right {
        attempts::forget(gate, taken).await?;
        return Ok(());
    }
    let tx = gate.write(Context::of(actor)).await?;
    tx.commit(&Event::new(Kind::ConfirmationRefused)).await?;
    let refusal = taken.if_wrong;
    Err(refusal.map_or(ConfirmError::Refused, ConfirmError::Limited))
}

async fn find(gate: &Gate, actor: &Actor) -> Result<Option<Candidate>, StoreError> {
    let Ok(email) = EmailAddress::parse(&actor.email) else {
        return Ok(None);
    };
    let mut tx = gate.read(Context::of(actor)).await?;
    let person = accounts::find_by_email(&mut tx, &email).await?;
    Ok(person.filter(|person| person.user == actor.user))
}
