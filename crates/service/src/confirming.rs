//! Showing again who one is, before something that matters.

use crate::passwords::{Hasher, HashingError};
use audit::{Event, Kind};
use domain::email::EmailAddress;
use policy::Actor;
use store::accounts;
use store::{Context, Gate, StoreError};

/// Why somebody did not show who they are.
#[derive(Debug, thiserror::Error)]
pub enum ConfirmError {
    /// Not their password.
    #[error("not their password")]
    Refused,
    /// The password could not be checked.
    #[error(transparent)]
    Hashing(#[from] HashingError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Checks the password of the person who is signed in. A refusal is recorded, without what
/// was typed.
pub async fn check(
    gate: &Gate,
    passwords: &Hasher,
    actor: &Actor,
    password: String,
) -> Result<(), ConfirmError> {
    let hash = find_hash(gate, actor).await?;
    // No account can have a longer one; an empty one is checked in its place.
    let is_too_long = password.len() > password_policy::MAXIMUM_BYTES;
    let password = if is_too_long { String::new() } else { password };
    if passwords.verify(password, hash).await?.is_right {
        return Ok(());
    }
    let tx = gate.write(Context::of(actor)).await?;
    tx.commit(&Event::new(Kind::ConfirmationRefused)).await?;
    Err(ConfirmError::Refused)
}

async fn find_hash(gate: &Gate, actor: &Actor) -> Result<Option<String>, StoreError> {
    let Ok(email) = EmailAddress::parse(&actor.email) else {
        return Ok(None);
    };
    let mut tx = gate.read(Context::of(actor)).await?;
    let person = accounts::find_by_email(&mut tx, &email).await?;
    Ok(person
        .filter(|person| person.user == actor.user)
        .and_then(|person| person.password_hash))
}
