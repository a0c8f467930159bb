//! Showing again who one is, before something that matters.

use crate::attempts::{self, AttemptError, Bucket, Refusal, Taken};
use crate::factors::{self, CheckError, Checking};
use crate::passwords::{Hasher, HashingError};
use audit::{Event, Kind};
use domain::email::EmailAddress;
use policy::Actor;
use store::accounts::{self, Candidate};
use store::{Context, Gate, StoreError};
use time::OffsetDateTime;

/// Why somebody did not show who they are.
#[derive(Debug, thiserror::Error)]
pub enum ConfirmError {
    /// Not their password, or no code of their app that works.
    #[error("not their password or code")]
    Refused,
    /// Too many wrong tries; nothing was checked, or this was the last.
    #[error(transparent)]
    Limited(#[from] Refusal),
    /// The password could not be checked.
    #[error(transparent)]
    Hashing(#[from] HashingError),
    /// The code could not be checked.
    #[error(transparent)]
    Code(#[from] CheckError),
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
///
/// # Errors
/// [`ConfirmError`].
pub async fn check(
    from: Checking<'_>,
    passwords: &Hasher,
    actor: &Actor,
    password: String,
) -> Result<(), ConfirmError> {
    let gate = from.gate;
    let person = find(gate, actor).await?;
    let since = person.as_ref().map(|person| person.password_changed_at);
    let hash = person.and_then(|person| person.password_hash);
    let taken = take(from, actor, since).await?;
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
    Err(refuse(gate, actor, taken).await?)
}

/// Checks a code of the signed-in person's authenticator app, and uses it up. Wrong ones are counted
/// together with wrong passwords: whoever found an open session can't lock the owner out of signing
/// in, and has no more tries than with one of the two.
///
/// # Errors
/// [`ConfirmError`].
pub async fn check_code(from: Checking<'_>, actor: &Actor, code: &str) -> Result<(), ConfirmError> {
    let gate = from.gate;
    let person = find(gate, actor).await?;
    let since = person.map(|person| person.password_changed_at);
    let taken = take(from, actor, since).await?;
    let mut tx = gate.write(Context::of(actor)).await?;
    if from.use_app_code(&mut tx, actor.user, code).await? {
        let used = factors::Used::Authenticator;
        tx.commit(&factors::accepted(actor.user, used)).await?;
        attempts::forget(gate, taken).await?;
        return Ok(());
    }
    drop(tx);
    Err(refuse(gate, actor, taken).await?)
}

async fn take(
    from: Checking<'_>,
    actor: &Actor,
    since: Option<OffsetDateTime>,
) -> Result<Taken, AttemptError> {
    let user = actor.user.0.as_bytes();
    attempts::take(from.gate, from.key, Bucket::Confirming, &[user], since).await
}

/// Records a refusal, and says what comes of it.
async fn refuse(gate: &Gate, actor: &Actor, taken: Taken) -> Result<ConfirmError, StoreError> {
    let tx = gate.write(Context::of(actor)).await?;
    tx.commit(&Event::new(Kind::ConfirmationRefused)).await?;
    let refusal = taken.if_wrong;
    Ok(refusal.map_or(ConfirmError::Refused, ConfirmError::Limited))
}

async fn find(gate: &Gate, actor: &Actor) -> Result<Option<Candidate>, StoreError> {
    let Ok(email) = EmailAddress::parse(&actor.email) else {
        return Ok(None);
    };
    let mut tx = gate.read(Context::of(actor)).await?;
    let person = accounts::find_by_email(&mut tx, &email).await?;
    Ok(person.filter(|person| person.user == actor.user))
}
