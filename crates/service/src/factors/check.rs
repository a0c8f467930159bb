//! Asking somebody who has shown the password, who holds an e-mailed link, or who is signed in, for
//! their second factor.

use super::{RecoveryCode, Secret};
use crate::accounts::recipient;
use crate::attempts::{self, AttemptError, Bucket, Refusal, Taken};
use crate::sealing::Unopenable;
use crate::session_key::SessionKey;
use audit::{Event, Kind};
use domain::clock::Clock;
use domain::id::UserId;
use domain::when;
use mail::{Notice, SecondFactorLocked};
use store::factors::{self, Factors};
use store::{Context, Gate, StoreError, WriteTx, accounts, outbox};

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

/// What checking a code needs.
#[derive(Clone, Copy)]
pub struct Checking<'a> {
    /// The way in.
    pub gate: &'a Gate,
    /// Opens secrets of apps, and keys the digests of recovery codes and of what is counted.
    pub key: &'a SessionKey,
    /// The clock.
    pub clock: &'a Clock,
    /// Where people reach the service.
    pub public_url: &'a str,
}

/// Which of somebody's codes was right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Used {
    /// One of the authenticator app.
    Authenticator,
    /// A recovery code.
    RecoveryCode {
        /// How many are left after it.
        left: i64,
    },
}

impl Used {
    fn factor(self) -> &'static str {
        match self {
            Self::Authenticator => AUTHENTICATOR,
            Self::RecoveryCode { .. } => RECOVERY_CODE,
        }
    }
}

const AUTHENTICATOR: &str = "authenticator";
const RECOVERY_CODE: &str = "recovery_code";

/// A try at somebody's codes, taken before it is checked.
pub(crate) struct Try {
    user: UserId,
    taken: Taken,
}

impl Checking<'_> {
    /// Takes a try of the person's. Somebody who knows the password could otherwise begin anew after
    /// every few wrong codes.
    pub(crate) async fn take(self, user: UserId) -> Result<Try, CheckError> {
        let (gate, of) = (self.gate, [user.0.as_bytes().as_slice()]);
        match attempts::take(gate, self.key, Bucket::SecondFactor, &of, None).await {
            Ok(taken) => Ok(Try { user, taken }),
            Err(AttemptError::Refused(refusal)) => {
                let now = gate.read(Context::visitor()).await?.now();
                let retry_after = refusal.seconds(now);
                Err(CheckError::TooOften { retry_after })
            }
            Err(AttemptError::Store(error)) => Err(error.into()),
        }
    }

    /// After a right code: the wrong ones before it do not count any more.
    pub(crate) async fn forget(self, attempt: Try) -> Result<(), StoreError> {
        attempts::forget(self.gate, attempt.taken).await
    }

    /// After a right code that came to nothing for another reason.
    pub(crate) async fn give_back(self, attempt: Try) -> Result<(), StoreError> {
        attempts::give_back(self.gate, attempt.taken).await
    }

    /// Records a wrong code in a transaction that keeps nothing else. When no more are taken for a
    /// while, the owner of the account is told: whoever tries knows their password or reads their
    /// mail.
    pub(crate) async fn refuse(
        self,
        mut tx: WriteTx,
        attempt: Try,
        factor: &'static str,
    ) -> Result<(), StoreError> {
        let user = attempt.user;
        let refused = event(Kind::CodeRefused, user, factor);
        let Some(Refusal::Locked(until)) = attempt.taken.if_wrong else {
            return tx.commit(&refused).await;
        };
        tx.record(&refused).await?;
        if let Some((name, email)) = accounts::address_of(&mut tx, user).await? {
            let notice = SecondFactorLocked {
                locked_until: when::time_of_day(until),
                link: format!("{}/forgot-password", self.public_url),
            };
            outbox::add(&mut tx, &notice.message(&recipient(&name, &email))).await?;
        }
        tx.commit(&event(Kind::SignInLocked, user, factor)).await
    }

    /// Uses up this code of the person's authenticator app, if it is one; with the transaction only.
    ///
    /// The app's codes follow the machine's time: nobody moves the clock of a phone together with
    /// the demonstration's.
    pub(crate) async fn use_app_code(
        self,
        tx: &mut WriteTx,
        user: UserId,
        code: &str,
    ) -> Result<bool, CheckError> {
        let Some(sealed) = factors::find(tx, user).await?.sealed_secret else {
            return Ok(false);
        };
        let secret = Secret::open(self.key, user, &sealed)?;
        Ok(match secret.step_of(code, self.clock.unmoved()) {
            Some(step) => factors::use_step(tx, user, step).await?,
            None => false,
        })
    }

    /// Uses up this recovery code of the person's, if it is one; with the transaction only.
    async fn use_recovery(
        self,
        tx: &mut WriteTx,
        user: UserId,
        typed: &str,
    ) -> Result<Option<Used>, StoreError> {
        let Some(code) = RecoveryCode::parse(typed) else {
            return Ok(None);
        };
        let digest = code.digest(self.key, user);
        if !factors::use_recovery_code(tx, user, &digest).await? {
            return Ok(None);
        }
        let left = factors::find(tx, user).await?.recovery_codes;
        Ok(Some(Used::RecoveryCode { left }))
    }

    /// Uses up whichever of the person's codes this is; with the transaction only.
    pub(crate) async fn use_either(
        self,
        tx: &mut WriteTx,
        user: UserId,
        typed: &str,
    ) -> Result<Option<Used>, CheckError> {
        if self.use_app_code(tx, user, typed).await? {
            return Ok(Some(Used::Authenticator));
        }
        Ok(self.use_recovery(tx, user, typed).await?)
    }

    /// Keeps and records what came of a code: the one place where right and wrong ones are told
    /// apart.
    async fn finish(
        self,
        tx: WriteTx,
        attempt: Try,
        factor: &'static str,
        is_right: bool,
    ) -> Result<(), StoreError> {
        if !is_right {
            return self.refuse(tx, attempt, factor).await;
        }
        let event = event(Kind::CodeAccepted, attempt.user, factor);
        tx.commit(&event).await?;
        self.forget(attempt).await
    }
}

/// The record of a code that was right, which another transaction keeps.
pub(crate) fn accepted(user: UserId, used: Used) -> Event {
    event(Kind::CodeAccepted, user, used.factor())
}

fn event(kind: Kind, user: UserId, factor: &'static str) -> Event {
    Event::new(kind).with("user", user).with("factor", factor)
}

/// What somebody can be asked for after the password.
pub async fn find(gate: &Gate, user: UserId) -> Result<Factors, StoreError> {
    gate.factors(user).await
}

/// Whether this is a code of the person's authenticator app that was not used before. It is used
/// up by asking. Somebody without an app has no right code.
///
/// # Errors
/// [`CheckError`].
pub async fn check(from: Checking<'_>, user: UserId, code: &str) -> Result<bool, CheckError> {
    let attempt = from.take(user).await?;
    let mut tx = from.gate.write(Context::visitor()).await?;
    let is_right = from.use_app_code(&mut tx, user, code).await?;
    from.finish(tx, attempt, AUTHENTICATOR, is_right).await?;
    Ok(is_right)
}

/// Uses up a recovery code. How many are left after it; none when it was not one that works.
///
/// # Errors
/// [`CheckError`].
pub async fn use_recovery_code(
    from: Checking<'_>,
    user: UserId,
    typed: &str,
) -> Result<Option<i64>, CheckError> {
    let attempt = from.take(user).await?;
    let mut tx = from.gate.write(Context::visitor()).await?;
    let used = from.use_recovery(&mut tx, user, typed).await?;
    from.finish(tx, attempt, RECOVERY_CODE, used.is_some())
        .await?;
    Ok(match used {
        Some(Used::RecoveryCode { left }) => Some(left),
        Some(Used::Authenticator) | None => None,
    })
}
