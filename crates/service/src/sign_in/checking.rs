//! Checking an address and its password, within the limits.

use super::locking::refuse;
use super::tagging::tag;
use crate::attempts::{self, Asking, AttemptError, Bucket, Refusal, Taken};
use crate::passwords::{Hasher, HashingError};
use crate::session_key::SessionKey;
use domain::credential::Credential;
use domain::email::EmailAddress;
use domain::id::UserId;
use domain::network::Network;
use store::accounts::Candidate;
use store::{Gate, StoreError};
use time::OffsetDateTime;

/// Why somebody was not signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// No account with this address and password.
    #[error("no account with this address and password")]
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

impl From<AttemptError> for SignInError {
    fn from(error: AttemptError) -> Self {
        match error {
            AttemptError::Refused(refusal) => Self::Limited(refusal),
            AttemptError::Store(error) => Self::Store(error),
        }
    }
}

/// Somebody who proved to know the password.
pub struct Known {
    /// The account.
    pub user: UserId,
    /// When the password was set that they showed.
    pub(super) seen_at: OffsetDateTime,
    pub(super) rehashed: Option<Rehashed>,
}

/// The password hashed the way new ones are.
pub(super) struct Rehashed {
    pub(super) hash: String,
    pub(super) seen_at: OffsetDateTime,
}

/// Where somebody tries to sign in from, with what limits are counted by.
#[derive(Clone, Copy)]
pub struct Attempting<'a> {
    /// Keys the digests by which is counted.
    pub key: &'a SessionKey,
    /// Where from.
    pub network: Network,
    /// The digest of the browser's long-lived cookie.
    pub device: Credential,
}

/// Checks an address and its password as they were typed. A refusal is recorded, without what was
/// typed. A try is taken before the check, so that of many at once no more count than may; an
/// address without account has the same tries as one with.
pub async fn check(
    gate: &Gate,
    passwords: &Hasher,
    public_url: &str,
    from: Attempting<'_>,
    email: &str,
    password: String,
) -> Result<Known, SignInError> {
    // First of all, so that a flood of what can't be checked anyway asks nothing of the database. Of
    // the places to be checked none is held before its turn: those are everybody's.
    let _entered = passwords.enter()?;
    let email = EmailAddress::parse(email).ok();
    let person = find(gate, email.as_ref()).await?;
    let tries = take_tries(gate, from, email.as_ref(), person.as_ref()).await?;
    let hash = person
        .as_ref()
        .and_then(|person| person.password_hash.clone());
    // No account can have a longer one; an empty one is checked in its place.
    let is_too_long = password.len() > password_policy::MAXIMUM_BYTES;
    let password = if is_too_long { String::new() } else { password };
    let verdict = match passwords.verify(password.clone(), hash).await {
        Ok(verdict) => verdict,
        Err(error) => {
            tries.give_back(gate).await?;
            return Err(error.into());
        }
    };
    let person = match person {
        Some(person) if verdict.is_right => person,
        owner => {
            let refusal = tries.of_address.and_then(|taken| taken.if_wrong);
            refuse(gate, public_url, refusal, owner).await?;
            return Err(refusal.map_or(SignInError::Refused, SignInError::Limited));
        }
    };
    tries.forget(gate).await?;
    tag(gate, passwords, &person, &password).await?;
    let rehashed = if verdict.needs_rehash {
        let hash = passwords.hash(password).await?;
        let seen_at = person.password_changed_at;
        Some(Rehashed { hash, seen_at })
    } else {
        None
    };
    Ok(Known {
        user: person.user,
        seen_at: person.password_changed_at,
        rehashed,
    })
}

async fn find(gate: &Gate, email: Option<&EmailAddress>) -> Result<Option<Candidate>, StoreError> {
    let Some(email) = email else {
        return Ok(None);
    };
    gate.find_by_email(email).await
}

/// The tries that one sign-in takes.
struct Tries {
    of_address: Option<Taken>,
    of_caller: Option<[Taken; 2]>,
}

impl Tries {
    async fn forget(self, gate: &Gate) -> Result<(), StoreError> {
        let of_caller = self.of_caller.iter().flatten();
        attempts::succeed(gate, self.of_address, of_caller).await
    }

    async fn give_back(self, gate: &Gate) -> Result<(), StoreError> {
        let of_caller = self.of_caller.into_iter().flatten();
        for taken in of_caller.chain(self.of_address) {
            attempts::give_back(gate, taken).await?;
        }
        Ok(())
    }
}

/// Takes what a try costs. A browser that the person has signed in with has tries of its own and is
/// held by no other limit: strangers can use up only their own.
async fn take_tries(
    gate: &Gate,
    from: Attempting<'_>,
    email: Option<&EmailAddress>,
    person: Option<&Candidate>,
) -> Result<Tries, SignInError> {
    let counted = Counted::of(gate, from, person).await?;
    let of_caller = if counted.is_known {
        None
    } else {
        let asking = Asking::SignIn;
        Some(attempts::take_for_caller(gate, from.key, asking, from.network).await?)
    };
    let of_address = match email {
        Some(email) => {
            let (bucket, source) = counted.bucket(from, email);
            let source: Vec<&[u8]> = source.iter().map(Vec::as_slice).collect();
            Some(attempts::take(gate, from.key, bucket, &source, counted.since).await?)
        }
        // Nothing that could be an account.
        None => None,
    };
    Ok(Tries {
        of_address,
        of_caller,
    })
}

/// How the tries of a browser at an address are counted.
struct Counted {
    user: Option<UserId>,
    is_known: bool,
    since: Option<OffsetDateTime>,
}

impl Counted {
    async fn of(
        gate: &Gate,
        from: Attempting<'_>,
        person: Option<&Candidate>,
    ) -> Result<Self, StoreError> {
        let user = person.map(|person| person.user);
        let device = from.device.as_bytes();
        let standing = gate.device_standing(user, device).await?;
        Ok(Self {
            user,
            is_known: standing.is_known,
            since: person.map(|person| person.password_changed_at),
        })
    }

    fn bucket(&self, from: Attempting<'_>, email: &EmailAddress) -> (Bucket, Vec<Vec<u8>>) {
        match self.user.filter(|_| self.is_known) {
            Some(user) => {
                let device = from.device.as_bytes().to_vec();
                (
                    Bucket::SignInKnown,
                    vec![user.0.as_bytes().to_vec(), device],
                )
            }
            None => (Bucket::SignIn, vec![address_source(email)]),
        }
    }
}

/// What tries at an address are counted by.
pub(super) fn address_source(email: &EmailAddress) -> Vec<u8> {
    email.as_str().to_lowercase().into_bytes()
}

/// Whether this browser may try no password of this address now, and why.
pub async fn locked(
    gate: &Gate,
    from: Attempting<'_>,
    email: &EmailAddress,
) -> Result<Option<Refusal>, StoreError> {
    let person = find(gate, Some(email)).await?;
    let counted = Counted::of(gate, from, person.as_ref()).await?;
    let (bucket, source) = counted.bucket(from, email);
    let source: Vec<&[u8]> = source.iter().map(Vec::as_slice).collect();
    attempts::standing(gate, from.key, bucket, &source, counted.since).await
}
