//! How often something may be tried: every limit of the service's way in, as data.
//!
//! A guess costs a try before it is checked, so that of many at once no more count than may. What
//! is counted for whom is a keyed digest: an address that has no account is counted exactly like
//! one that has.

use crate::session_key::SessionKey;
use domain::network::Network;
use store::attempts::{Answer, Flow, Lock, Source};
use store::{Gate, StoreError};
use time::{Duration, OffsetDateTime};

/// What is limited, and what is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bucket {
    /// Wrong passwords for an address, from browsers that its person has not signed in with.
    /// Source: the address in small letters.
    SignIn,
    /// Wrong passwords for an account from a browser that its person has signed in with: a
    /// stranger can't lock the owner out. Source: the account and the browser.
    SignInKnown,
    /// Wrong passwords of somebody who is signed in. Source: the account.
    Confirming,
    /// Wrong codes of a second factor, after the right password. Source: the account.
    SecondFactor,
    /// Wrong passwords for whatever address. Source: the caller's address.
    SignInCaller,
    /// The same. Source: the caller's network.
    SignInNetwork,
    /// Accounts asked for. Source: the caller's address.
    AccountCaller,
    /// The same. Source: the caller's network.
    AccountNetwork,
    /// Resets asked for. Source: the caller's address.
    ResetCaller,
    /// The same. Source: the caller's network.
    ResetNetwork,
    /// Codes of e-mailed links asked for or entered. Source: the caller's address.
    LinkCodeCaller,
    /// The same. Source: the caller's network.
    LinkCodeNetwork,
    /// Forms kept that could not be taken. Source: the account.
    KeptAnswer,
}

/// The limit of a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Wrong tries, then a pause.
    Lock(Lock),
    /// A flow of tries.
    Flow(Flow),
}

/// GOV.UK allows 5 to 10 tries; a pause of 15 minutes makes of a botnet's guesses 32 an hour. NIST
/// SP 800-63B-4, 3.2.2, allows 100 failures in a row.
const PASSWORD: Limit = Limit::Lock(Lock {
    tries: 8,
    pause: Duration::minutes(15),
    cap: 100,
});

/// Two rounds of five, whatever the number of browsers: 40 guesses an hour at one of a million
/// codes. There is no cap: it would need something else than a new password to end.
const CODE: Limit = Limit::Lock(Lock {
    tries: 10,
    pause: Duration::minutes(15),
    cap: i32::MAX,
});

const fn flow(burst: i32, every: Duration) -> Limit {
    Limit::Flow(Flow { burst, every })
}

impl Bucket {
    /// Every bucket.
    pub const ALL: [Self; 13] = [
        Self::SignIn,
        Self::SignInKnown,
        Self::Confirming,
        Self::SecondFactor,
        Self::SignInCaller,
        Self::SignInNetwork,
        Self::AccountCaller,
        Self::AccountNetwork,
        Self::ResetCaller,
        Self::ResetNetwork,
        Self::LinkCodeCaller,
        Self::LinkCodeNetwork,
        Self::KeptAnswer,
    ];

    /// How much it allows. A network is some hundred callers, so it may ten times as much as one.
    pub const fn limit(self) -> Limit {
        match self {
            Self::SignIn | Self::SignInKnown | Self::Confirming => PASSWORD,
            Self::SecondFactor => CODE,
            Self::SignInCaller => flow(30, Duration::seconds(30)),
            Self::SignInNetwork => flow(300, Duration::seconds(3)),
            Self::AccountCaller | Self::ResetCaller => flow(20, Duration::minutes(3)),
            Self::AccountNetwork | Self::ResetNetwork => flow(200, Duration::seconds(18)),
            Self::LinkCodeCaller | Self::KeptAnswer => flow(60, Duration::minutes(1)),
            Self::LinkCodeNetwork => flow(600, Duration::seconds(6)),
        }
    }

    /// The name that is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign in",
            Self::SignInKnown => "sign in, known browser",
            Self::Confirming => "confirm it is you",
            Self::SecondFactor => "second factor",
            Self::SignInCaller => "sign in, caller",
            Self::SignInNetwork => "sign in, network",
            Self::AccountCaller => "create account, caller",
            Self::AccountNetwork => "create account, network",
            Self::ResetCaller => "reset password, caller",
            Self::ResetNetwork => "reset password, network",
            Self::LinkCodeCaller => "link code, caller",
            Self::LinkCodeNetwork => "link code, network",
            Self::KeptAnswer => "kept answer",
        }
    }

    fn source(self, key: &SessionKey, of: &[&[u8]]) -> Source {
        let parts: Vec<&[u8]> = [self.name().as_bytes()]
            .into_iter()
            .chain(of.iter().copied())
            .collect();
        key.digest("attempts", &parts)
    }
}

/// Why nothing may be tried now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Too many wrong tries: not before then.
    #[error("too many wrong tries")]
    Locked(OffsetDateTime),
    /// Too many wrong tries in a row: not before there is a new password.
    #[error("too many wrong tries in a row")]
    Capped,
    /// Too often: not for so long.
    #[error("too often")]
    TooOften(Duration),
}

impl Refusal {
    /// Seconds to wait, at least one.
    pub fn seconds(self, now: OffsetDateTime) -> u32 {
        let wait = match self {
            Self::Locked(until) => until - now,
            Self::Capped => Duration::hours(1),
            Self::TooOften(wait) => wait,
        };
        // Rounded up, so that whoever waits so long does not come too soon.
        u32::try_from(wait.whole_seconds() + 1).unwrap_or(1).max(1)
    }
}

/// Why something could not be tried.
#[derive(Debug, thiserror::Error)]
pub enum AttemptError {
    /// The limit.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A try that was taken, and what a wrong one means.
#[derive(Debug, Clone, Copy)]
pub struct Taken {
    source: Source,
    /// What comes of a wrong one: nothing, if more may be made.
    pub if_wrong: Option<Refusal>,
}

/// Takes a try of this bucket for this source, before whatever is tried is checked. What began
/// before `since` (the last change of a password) does not count any more.
pub async fn take(
    gate: &Gate,
    key: &SessionKey,
    bucket: Bucket,
    of: &[&[u8]],
    since: Option<OffsetDateTime>,
) -> Result<Taken, AttemptError> {
    let source = bucket.source(key, of);
    let if_wrong = match bucket.limit() {
        Limit::Lock(lock) => match gate.take_try(source, bucket.name(), lock, since).await? {
            Answer::Taken {
                is_capped: true, ..
            } => Some(Refusal::Capped),
            Answer::Taken { is_last, until, .. } => until.filter(|_| is_last).map(Refusal::Locked),
            Answer::Locked(until) => return Err(Refusal::Locked(until).into()),
            Answer::Capped => return Err(Refusal::Capped.into()),
        },
        Limit::Flow(flow) => match gate.take_token(source, bucket.name(), flow).await? {
            None => None,
            Some(wait) => return Err(Refusal::TooOften(wait).into()),
        },
    };
    Ok(Taken { source, if_wrong })
}

/// Whether this bucket takes nothing for this source now. Takes nothing itself.
pub async fn standing(
    gate: &Gate,
    key: &SessionKey,
    bucket: Bucket,
    of: &[&[u8]],
    since: Option<OffsetDateTime>,
) -> Result<Option<Refusal>, StoreError> {
    let Limit::Lock(lock) = bucket.limit() else {
        return Ok(None);
    };
    let answer = gate.try_standing(bucket.source(key, of), lock, since);
    Ok(match answer.await? {
        Some(Answer::Locked(until)) => Some(Refusal::Locked(until)),
        Some(Answer::Capped) => Some(Refusal::Capped),
        Some(Answer::Taken { .. }) | None => None,
    })
}

/// Forgets this and every other wrong try of its source: it was right.
pub async fn forget(gate: &Gate, taken: Taken) -> Result<(), StoreError> {
    gate.forget_tries(taken.source).await
}

/// [`forget`] for one try and [`give_back`] for others, which were right together.
pub async fn succeed(
    gate: &Gate,
    forgotten: Option<Taken>,
    back: impl Iterator<Item = &Taken>,
) -> Result<(), StoreError> {
    let back: Vec<Source> = back.map(|taken| taken.source).collect();
    gate.succeed(forgotten.map(|taken| taken.source), &back)
        .await
}

/// Puts a try back that need not count: it was right, or could not be checked.
pub async fn give_back(gate: &Gate, taken: Taken) -> Result<(), StoreError> {
    gate.give_back(taken.source).await
}

/// The source that an unlocked address has, see [`store::attempts::unlock`].
pub(crate) fn source_of(key: &SessionKey, bucket: Bucket, of: &[&[u8]]) -> Source {
    bucket.source(key, of)
}

/// What somebody who is not signed in asks for, however often one may from anywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asking {
    /// To sign in; given back when they could.
    SignIn,
    /// For an account.
    Account,
    /// For a new password.
    Reset,
    /// For the code of an e-mailed link, or to enter it.
    LinkCode,
}

/// Takes one from the caller's address and one from their network.
pub async fn take_for_caller(
    gate: &Gate,
    key: &SessionKey,
    asking: Asking,
    network: Network,
) -> Result<[Taken; 2], AttemptError> {
    let (caller, whole) = match asking {
        Asking::SignIn => (Bucket::SignInCaller, Bucket::SignInNetwork),
        Asking::Account => (Bucket::AccountCaller, Bucket::AccountNetwork),
        Asking::Reset => (Bucket::ResetCaller, Bucket::ResetNetwork),
        Asking::LinkCode => (Bucket::LinkCodeCaller, Bucket::LinkCodeNetwork),
    };
    // The caller first: one that is over its own limit takes nothing from its neighbours.
    let one = take(gate, key, caller, &[network.caller().as_bytes()], None).await?;
    let other = take(gate, key, whole, &[network.prefix().as_bytes()], None).await?;
    Ok([one, other])
}

#[cfg(test)]
mod tests;
