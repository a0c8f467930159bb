//! Setting up and removing one's own second factors.

use super::{RecoveryCode, Secret, seal};
use crate::accounts::recipient;
use crate::session_key::SessionKey;
use audit::{Event, Kind};
use domain::assurance::Assurance;
use domain::clock::Clock;
use domain::email::EmailAddress;
use domain::when;
use mail::{Notice, SecurityChanged};
use policy::{Actor, Denied};
use store::factors;
use store::{Context, Gate, StoreError, WriteTx, outbox};
use time::OffsetDateTime;

/// How many recovery codes a person gets.
pub const RECOVERY_CODES: usize = 10;

/// Why a factor was neither set up nor removed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The code is not one of the offered secret.
    #[error("not a code of this secret")]
    WrongCode,
    /// What the browser sent is no passkey that was made in answer to what it was asked.
    #[error("not an answer to the question")]
    WrongPasskey,
    /// The person has as many passkeys as they may have.
    #[error("too many passkeys")]
    TooMany,
    /// The team or an organisation of theirs requires a second factor, and this is the last.
    #[error("a second factor is required")]
    Required,
    /// There is nothing to remove.
    #[error("not found")]
    NotFound,
    /// The person may not, or has to show first who they are.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a person's second factors are, for their own pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// When the authenticator app was set up; none without one.
    pub authenticator_since: Option<OffsetDateTime>,
    /// How many recovery codes are left.
    pub recovery_codes: i64,
    /// How many passkeys there are.
    pub passkeys: i64,
}

impl Summary {
    /// Whether there is a second factor.
    pub fn are_any(&self) -> bool {
        self.authenticator_since.is_some() || self.passkeys > 0
    }
}

/// A secret that was offered to somebody's app, and the code that proves that the app has it.
pub struct Offer<'a> {
    /// The secret.
    pub secret: &'a Secret,
    /// What the person typed.
    pub code: &'a str,
}

/// What the person's second factors are.
pub async fn summary(gate: &Gate, actor: &Actor) -> Result<Summary, StoreError> {
    let mut tx = gate.read(Context::of(actor)).await?;
    let found = factors::find(&mut tx, actor.user).await?;
    Ok(Summary {
        authenticator_since: factors::authenticator_since(&mut tx, actor.user).await?,
        recovery_codes: found.recovery_codes,
        passkeys: found.passkeys,
    })
}

/// Nobody changes the factors of a session that was begun without one they have: whoever knows only
/// the password could put their own in the place of the person's.
pub(super) fn authorise(actor: &Actor, has_factor: bool) -> Result<(), Denied> {
    actor.confirmed()?;
    if has_factor && actor.assurance < Assurance::SecondFactor {
        return Err(Denied::Forbidden);
    }
    Ok(())
}

/// Keeps the offered secret, when the code shows that the person's app has it. With the first factor
/// the person gets recovery codes, which are told only now. Other sessions of theirs end.
///
/// # Errors
/// [`ChangeError`].
pub async fn set_up_authenticator(
    gate: &Gate,
    key: &SessionKey,
    clock: &Clock,
    public_url: &str,
    actor: &Actor,
    offer: &Offer<'_>,
) -> Result<Vec<RecoveryCode>, ChangeError> {
    let step = offer.secret.step_of(offer.code, clock.unmoved());
    let step = step.ok_or(ChangeError::WrongCode)?;
    let mut tx = gate.write(Context::of(actor)).await?;
    let before = factors::find(&mut tx, actor.user).await?;
    authorise(actor, before.are_any())?;
    let codes = if before.are_any() {
        Vec::new()
    } else {
        new_codes(&mut tx, key, actor).await?
    };
    let sealed = seal(key, actor.user, offer.secret);
    factors::save_authenticator(&mut tx, actor.user, &sealed, step).await?;
    let event = Event::new(Kind::FactorAdded).with("factor", "authenticator");
    let what = "An authenticator app was set up for signing in.";
    finish(tx, public_url, actor, what, &event).await?;
    Ok(codes)
}

/// New recovery codes; those before stop working.
///
/// # Errors
/// [`ChangeError`].
pub async fn renew_recovery_codes(
    gate: &Gate,
    key: &SessionKey,
    public_url: &str,
    actor: &Actor,
) -> Result<Vec<RecoveryCode>, ChangeError> {
    let mut tx = gate.write(Context::of(actor)).await?;
    let before = factors::find(&mut tx, actor.user).await?;
    authorise(actor, before.are_any())?;
    if !before.are_any() {
        return Err(ChangeError::NotFound);
    }
    let codes = new_codes(&mut tx, key, actor).await?;
    let what = "New recovery codes were made. Earlier ones do not work any more.";
    notify(&mut tx, public_url, actor, what).await?;
    tx.commit(&Event::new(Kind::RecoveryCodesMade)).await?;
    Ok(codes)
}

/// Removes the authenticator app. The last factor stays while one is required. Other sessions of
/// theirs end, and this one loses what rests on a second factor when none is left.
///
/// # Errors
/// [`ChangeError`].
pub async fn remove_authenticator(
    gate: &Gate,
    public_url: &str,
    actor: &Actor,
) -> Result<(), ChangeError> {
    let mut tx = gate.write(Context::of(actor)).await?;
    let is_required = store::passwords::requires_second_factor(&mut tx).await?;
    let before = factors::find(&mut tx, actor.user).await?;
    authorise(actor, true)?;
    if is_required && before.passkeys == 0 {
        return Err(ChangeError::Required);
    }
    if !factors::remove_authenticator(&mut tx, actor.user).await? {
        return Err(ChangeError::NotFound);
    }
    let event = Event::new(Kind::FactorRemoved).with("factor", "authenticator");
    let what = "The authenticator app was removed.";
    finish(tx, public_url, actor, what, &event).await
}

pub(super) async fn new_codes(
    tx: &mut WriteTx,
    key: &SessionKey,
    actor: &Actor,
) -> Result<Vec<RecoveryCode>, StoreError> {
    let codes: Vec<RecoveryCode> = std::iter::repeat_with(RecoveryCode::generate)
        .take(RECOVERY_CODES)
        .collect();
    let digests: Vec<[u8; 32]> = codes
        .iter()
        .map(|code| code.digest(key, actor.user))
        .collect();
    factors::save_recovery_codes(tx, actor.user, &digests).await?;
    Ok(codes)
}

/// Ends the person's other sessions, tells them, and keeps the change.
pub(super) async fn finish(
    mut tx: WriteTx,
    public_url: &str,
    actor: &Actor,
    what: &str,
    event: &Event,
) -> Result<(), ChangeError> {
    factors::changed(&mut tx).await?;
    notify(&mut tx, public_url, actor, what).await?;
    tx.commit(event).await?;
    Ok(())
}

async fn notify(
    tx: &mut WriteTx,
    public_url: &str,
    actor: &Actor,
    what: &str,
) -> Result<(), StoreError> {
    let Ok(email) = EmailAddress::parse(&actor.email) else {
        return Ok(());
    };
    let notice = SecurityChanged {
        what: what.to_owned(),
        changed_at: when::date_and_time(tx.now()),
        link: format!("{public_url}/forgot-password"),
    };
    outbox::add(tx, &notice.message(&recipient(&actor.name, &email))).await
}
