//! A person's passkeys: adding and removing them, and signing in with one.

use super::RecoveryCode;
use super::ceremony::{Answer, Passkeys, Question, QuestionError, digest};
use super::change::{ChangeError, authorise, finish, new_codes};
use crate::session_key::SessionKey;
use audit::{Event, Kind};
use domain::id::{PasskeyId, UserId};
use policy::Actor;
use store::passkeys::{self, Passkey};
use store::{Context, Gate, StoreError, WriteTx, factors};
use time::OffsetDateTime;
use webauthn_rs::prelude::PublicKeyCredential;

/// How many passkeys a person may have.
pub const PASSKEYS_MAX: usize = 10;
/// The longest name of a passkey, in characters.
pub const PASSKEY_NAME_MAX: usize = 60;

/// The person's own passkeys, oldest first.
pub async fn list_passkeys(gate: &Gate, actor: &Actor) -> Result<Vec<Passkey>, StoreError> {
    let mut tx = gate.read(Context::of(actor)).await?;
    passkeys::list(&mut tx, actor.user).await
}

/// Asks the person's browser for a new passkey. `browser` is something that only this one sends.
///
/// # Errors
/// [`QuestionError`].
pub async fn ask_for_new_passkey(
    gate: &Gate,
    key: &SessionKey,
    asking: &Passkeys,
    actor: &Actor,
    browser: &str,
    now: OffsetDateTime,
) -> Result<Question, QuestionError> {
    let mut tx = gate.read(Context::of(actor)).await?;
    let known = passkeys::credentials_of(&mut tx, actor.user).await?;
    let person = (actor.user, actor.email.as_str(), actor.name.as_str());
    asking.ask_for_new(key, person, &known, browser, now)
}

/// Keeps a passkey that the person's browser made. With the first factor the person gets recovery
/// codes, which are told only now. Other sessions of theirs end.
///
/// # Errors
/// [`ChangeError`].
pub async fn add_passkey(
    gate: &Gate,
    key: &SessionKey,
    asking: &Passkeys,
    public_url: &str,
    actor: &Actor,
    (name, answer): (&str, &Answer<'_>),
) -> Result<Vec<RecoveryCode>, ChangeError> {
    let mut tx = gate.write(Context::of(actor)).await?;
    let before = factors::find(&mut tx, actor.user).await?;
    authorise(actor, before.are_any())?;
    if passkeys::list(&mut tx, actor.user).await?.len() >= PASSKEYS_MAX {
        return Err(ChangeError::TooMany);
    }
    let now = tx.now();
    let is_first = passkeys::answer(&mut tx, &digest(answer.sealed)).await?;
    let made = asking.new_passkey(key, actor.user, answer, now);
    let made = made.filter(|_| is_first).ok_or(ChangeError::WrongPasskey)?;
    let credential = serde_json::to_value(&made).map_err(|_| ChangeError::WrongPasskey)?;
    let codes = if before.are_any() {
        Vec::new()
    } else {
        new_codes(&mut tx, key, actor).await?
    };
    if !passkeys::add(&mut tx, actor.user, name, made.cred_id(), &credential).await? {
        return Err(ChangeError::WrongPasskey);
    }
    let event = Event::new(Kind::FactorAdded).with("factor", "passkey");
    let what = "A passkey was added for signing in.";
    finish(tx, public_url, actor, what, &event).await?;
    Ok(codes)
}

/// Removes a passkey. The last factor stays while one is required. Other sessions of theirs end,
/// and this one loses what rests on a second factor when none is left.
///
/// # Errors
/// [`ChangeError`].
pub async fn remove_passkey(
    gate: &Gate,
    public_url: &str,
    actor: &Actor,
    passkey: PasskeyId,
) -> Result<(), ChangeError> {
    let mut tx = gate.write(Context::of(actor)).await?;
    let is_required = store::passwords::requires_second_factor(&mut tx).await?;
    let before = factors::find(&mut tx, actor.user).await?;
    authorise(actor, true)?;
    if !passkeys::remove(&mut tx, actor.user, passkey).await? {
        return Err(ChangeError::NotFound);
    }
    if is_required && before.sealed_secret.is_none() && before.passkeys <= 1 {
        return Err(ChangeError::Required);
    }
    let event = Event::new(Kind::FactorRemoved).with("factor", "passkey");
    let what = "A passkey was removed.";
    finish(tx, public_url, actor, what, &event).await
}

/// Asks a browser for a passkey: of the person who showed the password, or any without one.
/// `browser` is something that only this one sends.
///
/// # Errors
/// [`QuestionError`].
pub async fn ask_for_passkey(
    gate: &Gate,
    key: &SessionKey,
    asking: &Passkeys,
    user: Option<UserId>,
    browser: &str,
    now: OffsetDateTime,
) -> Result<Question, QuestionError> {
    let allowed = match user {
        Some(user) => {
            let mut tx = gate.read(Context::visitor()).await?;
            passkeys::credentials_of(&mut tx, user).await?
        }
        None => Vec::new(),
    };
    asking.ask(key, &allowed, browser, now)
}

/// Whose passkey signed the question; nobody's when it did not, whatever the reason. Each question
/// is answered once. `expected` is who showed the password, if somebody did.
pub async fn check_passkey(
    gate: &Gate,
    key: &SessionKey,
    asking: &Passkeys,
    answer: &Answer<'_>,
    expected: Option<UserId>,
) -> Result<Option<UserId>, StoreError> {
    let mut tx = gate.write(Context::visitor()).await?;
    let owner = owner(&mut tx, key, asking, answer, expected).await?;
    let event = match (owner, expected) {
        (Some(user), _) => Event::new(Kind::CodeAccepted).with("user", user),
        (None, Some(user)) => Event::new(Kind::CodeRefused).with("user", user),
        (None, None) => Event::new(Kind::SignInRefused),
    };
    tx.commit(&event.with("factor", "passkey")).await?;
    Ok(owner)
}

async fn owner(
    tx: &mut WriteTx,
    key: &SessionKey,
    asking: &Passkeys,
    answer: &Answer<'_>,
    expected: Option<UserId>,
) -> Result<Option<UserId>, StoreError> {
    if !passkeys::answer(tx, &digest(answer.sealed)).await? {
        return Ok(None);
    }
    let Ok(signed) = serde_json::from_str::<PublicKeyCredential>(answer.credential) else {
        return Ok(None);
    };
    let found = passkeys::presented(tx, signed.get_credential_id()).await?;
    let Some(found) = found.filter(|found| is_theirs(&signed, found.user, expected)) else {
        return Ok(None);
    };
    let now = tx.now();
    let known = serde_json::from_value(found.credential.clone()).ok();
    let used = known.and_then(|known| asking.use_passkey(key, known, &signed, answer, now));
    let Some(after) = used.and_then(|used| serde_json::to_value(used).ok()) else {
        return Ok(None);
    };
    let is_used = passkeys::used(tx, found.id, &found.credential, &after).await?;
    Ok(is_used.then_some(found.user))
}

/// Whether the passkey's owner is who showed the password, and who the browser says it is. Without
/// a password the browser has to say it.
fn is_theirs(signed: &PublicKeyCredential, owner: UserId, expected: Option<UserId>) -> bool {
    let is_named = match signed.get_user_unique_id() {
        Some(named) => named == owner.0.as_bytes(),
        None => expected.is_some(),
    };
    is_named && expected.is_none_or(|user| user == owner)
}
