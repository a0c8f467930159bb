//! Signing in and out.
//!
//! Every failure looks the same from outside and takes as long: an unknown
//! address costs a hash too. All of it goes through the gate, the one role of the database that may
//! sign people in.

mod pending;

pub use pending::Pending;

use crate::passwords::{Hasher, HashingError};
use audit::{Event, Kind};
use domain::assurance::Assurance;
use domain::credential::Credential;
use domain::email::EmailAddress;
use domain::id::UserId;
use policy::Actor;
use store::accounts::{self, Candidate};
use store::sessions::{self, Device, Facts};
use store::{Context, Gate, StoreError};
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
    gate: &Gate,
    passwords: &Hasher,
    email: &str,
    password: String,
) -> Result<Known, SignInError> {
    let person = find(gate, email).await?;
    let hash = person
        .as_ref()
        .and_then(|person| person.password_hash.clone());
    // No account can have a longer one; an empty one is checked in its place.
    let is_too_long = password.len() > password_policy::MAXIMUM_BYTES;
    let password = if is_too_long { String::new() } else { password };
    let verdict = passwords.verify(password.clone(), hash).await?;
    let Some(person) = person.filter(|_| verdict.is_right) else {
        refuse(gate).await?;
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

async fn find(gate: &Gate, email: &str) -> Result<Option<Candidate>, StoreError> {
    let Ok(email) = EmailAddress::parse(email) else {
        return Ok(None);
    };
    let mut tx = gate.read(Context::visitor()).await?;
    accounts::find_by_email(&mut tx, &email).await
}

async fn refuse(gate: &Gate) -> Result<(), StoreError> {
    let tx = gate.write(Context::visitor()).await?;
    tx.commit(&Event::new(Kind::SignInRefused)).await
}

/// Signs somebody in: the session of this credential, which is nobody's yet, becomes theirs.
/// `known` is what [`check`] found; none for a person who has just made their account.
pub async fn begin(
    gate: &Gate,
    session: Credential,
    user: UserId,
    assurance: Assurance,
    device: Device,
    known: Option<Known>,
) -> Result<(), StoreError> {
    let mut tx = gate.write(Context::presenting(session)).await?;
    let facts = Facts {
        user,
        assurance,
        began_at: None,
        device,
    };
    sessions::begin(&mut tx, session, &facts).await?;
    tx.present(Context::signed_in(session, user)).await?;
    if let Some(rehashed) = known.and_then(|known| known.rehashed) {
        accounts::save_rehashed(&mut tx, user, &rehashed.hash, rehashed.seen_at).await?;
    }
    tx.commit(&Event::new(Kind::SignedIn)).await
}

/// What a session is, before it goes on under another token.
pub async fn facts(gate: &Gate, session: Credential) -> Result<Option<Facts>, StoreError> {
    let mut tx = gate.read(Context::presenting(session)).await?;
    sessions::find(&mut tx, session).await
}

/// Goes on with a session under another token, whose session is nobody's yet. The person has
/// just shown who they are.
pub async fn go_on(gate: &Gate, session: Credential, facts: &Facts) -> Result<(), StoreError> {
    let mut tx = gate.write(Context::presenting(session)).await?;
    sessions::begin(&mut tx, session, facts).await?;
    tx.present(Context::signed_in(session, facts.user)).await?;
    tx.commit(&Event::new(Kind::SessionRenewed)).await
}

/// Records that the person signs out; the session itself is ended by whoever keeps it.
pub async fn end(gate: &Gate, actor: &Actor) -> Result<(), StoreError> {
    let tx = gate.write(Context::of(actor)).await?;
    tx.commit(&Event::new(Kind::SignedOut)).await
}
