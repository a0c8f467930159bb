//! Asking somebody who has shown the password, or who is signed in, for their second factor.

use super::{RecoveryCode, Secret};
use crate::attempts::{self, AttemptError, Bucket, Taken};
use crate::sealing::Unopenable;
use crate::session_key::SessionKey;
use audit::{Event, Kind};
use domain::clock::Clock;
use domain::id::UserId;
use store::factors::{self, Factors};
use store::{Context, Gate, StoreError, WriteTx};

/// Why a code could not be checked.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// The secret was sealed with another key.
    #[error(transparent)]
    Unopenable(#[from] Unopenable),
    /// Too many wrong codes for this person, in whatever browsers: nothing was checked.
    #[error("too many wrong codes")]
    TooOften {
        /// Seconds to wait.
        retry_after: u32,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes a try of the person's. Somebody who knows the password could otherwise begin anew after
/// every few wrong codes.
async fn take(gate: &Gate, key: &SessionKey, user: UserId) -> Result<Taken, CheckError> {
    let of = [user.0.as_bytes().as_slice()];
    match attempts::take(gate, key, Bucket::SecondFactor, &of, None).await {
        Ok(taken) => Ok(taken),
        Err(AttemptError::Refused(refusal)) => {
            let now = gate.read(Context::visitor()).await?.now();
            let retry_after = refusal.seconds(now);
            Err(CheckError::TooOften { retry_after })
        }
        Err(AttemptError::Store(error)) => Err(error.into()),
    }
}

/// What somebody can be asked for after the password.
pub async fn find(gate: &Gate, user: UserId) -> Result<Factors, StoreError> {
    let mut tx = gate.read(Context::visitor()).await?;
    factors::find(&mut tx, user).await
}

/// Whether this is a code of the person's authenticator app that was not used before. It is used
/// up by asking. Somebody without an app has no right code.
///
/// The app's codes follow the machine's time: nobody moves the clock of a phone together with the
/// demonstration's.
///
/// # Errors
/// [`CheckError`].
pub async fn check(
    gate: &Gate,
    key: &SessionKey,
    clock: &Clock,
    user: UserId,
    code: &str,
) -> Result<bool, CheckError> {
    let taken = take(gate, key, user).await?;
    let mut tx = gate.write(Context::visitor()).await?;
    let step = match factors::find(&mut tx, user).await?.sealed_secret {
        Some(sealed) => Secret::open(key, user, &sealed)?.step_of(code, clock.unmoved()),
        None => None,
    };
    let is_right = match step {
        Some(step) => factors::use_step(&mut tx, user, step).await?,
        None => false,
    };
    finish(tx, user, "authenticator", is_right).await?;
    if is_right {
        attempts::forget(gate, taken).await?;
    }
    Ok(is_right)
}

/// Uses up a recovery code. How many are left after it; none when it was not one that works.
pub async fn use_recovery_code(
    gate: &Gate,
    key: &SessionKey,
    user: UserId,
    typed: &str,
) -> Result<Option<i64>, CheckError> {
    let taken = take(gate, key, user).await?;
    let mut tx = gate.write(Context::visitor()).await?;
    let is_right = match RecoveryCode::parse(typed) {
        Some(code) => factors::use_recovery_code(&mut tx, user, &code.digest(key, user)).await?,
        None => false,
    };
    let left = factors::find(&mut tx, user).await?.recovery_codes;
    finish(tx, user, "recovery_code", is_right).await?;
    if is_right {
        attempts::forget(gate, taken).await?;
    }
    Ok(is_right.then_some(left))
}

/// Records what came of a code: the one place where right and wrong ones are told apart.
async fn finish(
    tx: WriteTx,
    user: UserId,
    factor: &'static str,
    is_right: bool,
) -> Result<(), StoreError> {
    let kind = if is_right {
        Kind::CodeAccepted
    } else {
        Kind::CodeRefused
    };
    let event = Event::new(kind).with("user", user).with("factor", factor);
    tx.commit(&event).await
}
