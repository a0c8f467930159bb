//! Choosing a new password with an e-mailed link.
//!
//! Mail is no factor: whoever has a second one shows it too, and keeps it.

use super::new_password::{Chooser, Examined, NotTaken, examine, policy_for_link, take};
use super::recipient;
use crate::factors::{self, CheckError, Checking, Used};
use crate::passwords::Hasher;
use audit::{Event, Kind};
use domain::credential::{Credential, Token};
use domain::id::UserId;
use domain::when;
use mail::{Notice, PasswordChanged};
use store::accounts::{self, Candidate, TokenKind};
use store::{Context, Gate, StoreError, WriteTx, outbox, sessions};

/// Why the password was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ResetError {
    /// The link was used or has run out.
    #[error("the link can't be used any more")]
    Gone,
    /// The person has a second factor, and what was typed is no code of it that works.
    #[error("no code of theirs that works")]
    WrongCode,
    /// The code could not be checked.
    #[error(transparent)]
    Code(#[from] CheckError),
    /// The password was not taken.
    #[error(transparent)]
    Password(#[from] NotTaken),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whose password the link of this token may reset. Changes nothing.
pub async fn find_reset(gate: &Gate, token: &Token) -> Result<Option<Candidate>, StoreError> {
    let credential = token.credential();
    let mut tx = gate.read(Context::presenting(credential)).await?;
    match accounts::find_token(&mut tx, TokenKind::ResetPassword, credential).await? {
        Some(link) => accounts::find_by_email(&mut tx, &link.email).await,
        None => Ok(None),
    }
}

/// Sets the new password, uses up the link, ends every session of the person and tells them.
/// `code` is of their authenticator app or a recovery code, and is asked for only if they have a
/// second factor. It is used up together with the link: a password that breaks a rule costs no code.
/// Answers which code it was. The browser is the person's own from then on: strangers who go on
/// guessing don't lock them out of it.
///
/// # Errors
/// [`ResetError`].
pub async fn reset_password(
    from: Checking<'_>,
    passwords: &Hasher,
    token: &Token,
    browser: Credential,
    password: String,
    code: &str,
) -> Result<Option<Used>, ResetError> {
    let gate = from.gate;
    let person = find_reset(gate, token).await?.ok_or(ResetError::Gone)?;
    let chooser = Chooser {
        context: Context::presenting(token.credential()),
        policy: policy_for_link(passwords),
        email: &person.email,
        name: &person.name,
        hash: person.password_hash.clone(),
    };
    let examined = examine(gate, passwords, &chooser, password).await?;
    if !factors::find(gate, person.user).await?.are_any() {
        change(from, passwords, (token, browser), &person, examined, None).await?;
        return Ok(None);
    }
    let attempt = from.take(person.user).await?;
    let changed = change(
        from,
        passwords,
        (token, browser),
        &person,
        examined,
        Some(code),
    )
    .await;
    match changed {
        Ok(_) => from.forget(attempt).await?,
        Err(ResetError::WrongCode) => {
            let tx = gate.write(Context::visitor()).await?;
            from.refuse(tx, attempt, "code").await?;
        }
        Err(_) => from.give_back(attempt).await?,
    }
    changed
}

/// Does it, in one transaction. Without `code` the person has no second factor.
async fn change(
    from: Checking<'_>,
    passwords: &Hasher,
    (token, browser): (&Token, Credential),
    person: &Candidate,
    examined: Examined,
    code: Option<&str>,
) -> Result<Option<Used>, ResetError> {
    let credential = token.credential();
    let mut tx = from.gate.write(Context::presenting(credential)).await?;
    let kind = TokenKind::ResetPassword;
    let link = accounts::find_token_for_update(&mut tx, kind, credential).await?;
    let user = link.and_then(|link| link.user).ok_or(ResetError::Gone)?;
    // Before the password, so that nobody without the code learns anything about other passwords.
    let used = show_code(from, &mut tx, user, code).await?;
    // Before the password: a link from before its last change opens nothing.
    sessions::end_others(&mut tx).await?;
    let now_set = store::passwords::lock(&mut tx).await?;
    let taken = take(&mut tx, passwords, user, now_set.as_ref(), examined).await?;
    let earlier = taken.earlier(tx.now());
    store::passwords::save(&mut tx, &taken.new_password(), earlier).await?;
    store::attempts::know_browser(&mut tx, browser).await?;
    accounts::use_up_token(&mut tx, credential).await?;
    let notice = password_changed(from.public_url, tx.now());
    let to = recipient(&person.name, &person.email);
    outbox::add(&mut tx, &notice.message(&to)).await?;
    if let Some(used) = used {
        tx.record(&factors::accepted(user, used)).await?;
    }
    tx.commit(&Event::new(Kind::PasswordChanged).with("user", user))
        .await?;
    Ok(used)
}

/// Uses up the code of a person who has a second factor, as the database says now.
async fn show_code(
    from: Checking<'_>,
    tx: &mut WriteTx,
    user: UserId,
    code: Option<&str>,
) -> Result<Option<Used>, ResetError> {
    if !store::factors::find(tx, user).await?.are_any() {
        return Ok(None);
    }
    let used = match code {
        Some(code) => from.use_either(tx, user, code).await?,
        None => None,
    };
    used.map(Some).ok_or(ResetError::WrongCode)
}

/// The news that the password was changed.
pub(super) fn password_changed(public_url: &str, at: time::OffsetDateTime) -> PasswordChanged {
    PasswordChanged {
        changed_at: when::date_and_time(at),
        link: format!("{public_url}/forgot-password"),
    }
}
