//! Signing in and out.
//!
//! Every failure looks the same from outside and takes as long: an unknown
//! address costs a hash too.

use crate::passwords::{Hasher, HashingError};
use audit::{Event, Kind};
use domain::email::EmailAddress;
use domain::id::UserId;
use policy::Actor;
use store::accounts::{self, Candidate};
use store::{Context, Store, StoreError};
use time::OffsetDateTime;

/// Why somebody was not signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// No account with this address and password.
    #[error("no account with this address and password")]
    Refused,
    /// The password could not be checked.
    #[error(transparent)]
    Hashing(#[from] HashingError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Somebody who proved to know the password.
pub struct Known {
    /// The account.
    pub user: UserId,
    rehashed: Option<Rehashed>,
}

/// The password hashed the way new ones are.
struct Rehashed {
    hash: String,
    seen_at: OffsetDateTime,
}

/// Checks an address and its password as they were typed. A refusal is recorded,
/// without what was typed.
pub async fn check(
    store: &Store,
    passwords: &Hasher,
    email: &str,
    password: String,
) -> Result<Known, SignInError> {
    let person = find(store, email).await?;
    let hash = person
        .as_ref()
        .and_then(|person| person.password_hash.clone());
    // No account can have a longer one; an empty one is checked in its place.
    let is_too_long = password.len() > password_policy::MAXIMUM_BYTES;
    let password = if is_too_long { String::new() } else { password };
    let verdict = passwords.verify(password.clone(), hash).await?;
    let Some(person) = person.filter(|_| verdict.is_right) else {
        refuse(store).await?;
        return Err(SignInError::Refused);
    };
    let rehashed = if verdict.needs_rehash {
        let hash = passwords.hash(password).await?;
        let seen_at = person.password_changed_at;
        Some(Rehashed { hash, seen_at })
    } else {
        None
    };
    Ok(Known {
        user: person.user,
        rehashed,
    })
}

async fn find(store: &Store, email: &str) -> Result<Option<Candidate>, StoreError> {
    let Ok(email) = EmailAddress::parse(email) else {
        return Ok(None);
    };
    let mut tx = store.read(Context::visitor()).await?;
    accounts::find_by_email(&mut tx, &email).await
}

async fn refuse(store: &Store) -> Result<(), StoreError> {
    let tx = store.write(Context::visitor()).await?;
    tx.commit(&Event::new(Kind::SignInRefused)).await
}

/// Records that the session of `actor` has begun. `known` is what [`check`] found;
/// none for a person who has just made their account.
pub async fn begin(store: &Store, actor: &Actor, known: Option<Known>) -> Result<(), StoreError> {
    let mut tx = store.write(Context::of(actor)).await?;
    if let Some(rehashed) = known.and_then(|known| known.rehashed) {
        accounts::save_rehashed(&mut tx, actor.user, &rehashed.hash, rehashed.seen_at).await?;
    }
    tx.commit(&Event::new(Kind::SignedIn)).await
}

/// Records that the person signs out; the session itself is ended by whoever keeps it.
pub async fn end(store: &Store, actor: &Actor) -> Result<(), StoreError> {
    let tx = store.write(Context::of(actor)).await?;
    tx.commit(&Event::new(Kind::SignedOut)).await
}
