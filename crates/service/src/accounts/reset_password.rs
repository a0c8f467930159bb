//! Choosing a new password with an e-mailed link.

use super::new_password::{Chooser, NotTaken, examine, policy_for_link, take};
use super::recipient;
use crate::passwords::Hasher;
use audit::{Event, Kind};
use domain::credential::Token;
use domain::when;
use mail::{Notice, PasswordChanged};
use store::accounts::{self, Candidate, TokenKind};
use store::{Context, Gate, StoreError, outbox, sessions};

/// Why the password was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ResetError {
    /// The link was used or has run out.
    #[error("the link can't be used any more")]
    Gone,
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

/// Sets the new password, uses up the link, ends every session of the person and
/// tells them.
pub async fn reset_password(
    gate: &Gate,
    passwords: &Hasher,
    public_url: &str,
    token: &Token,
    password: String,
) -> Result<(), ResetError> {
    let person = find_reset(gate, token).await?.ok_or(ResetError::Gone)?;
    let chooser = Chooser {
        context: Context::presenting(token.credential()),
        policy: policy_for_link(passwords),
        email: &person.email,
        name: &person.name,
        hash: person.password_hash.clone(),
    };
    let examined = examine(gate, passwords, &chooser, password).await?;
    let credential = token.credential();
    let mut tx = gate.write(Context::presenting(credential)).await?;
    let kind = TokenKind::ResetPassword;
    let link = accounts::find_token_for_update(&mut tx, kind, credential).await?;
    let user = link.and_then(|link| link.user).ok_or(ResetError::Gone)?;
    // Before the password: a link from before its last change opens nothing.
    sessions::end_others(&mut tx).await?;
    let now_set = store::passwords::lock(&mut tx).await?;
    let taken = take(&mut tx, passwords, user, now_set.as_ref(), examined).await?;
    let earlier = taken.earlier(tx.now());
    store::passwords::save(&mut tx, &taken.new_password(), earlier).await?;
    accounts::use_up_token(&mut tx, credential).await?;
    let notice = password_changed(public_url, tx.now());
    outbox::add(
        &mut tx,
        &notice.message(&recipient(&person.name, &person.email)),
    )
    .await?;
    tx.commit(&Event::new(Kind::PasswordChanged).with("user", user))
        .await?;
    Ok(())
}

/// The news that the password was changed.
pub(super) fn password_changed(public_url: &str, at: time::OffsetDateTime) -> PasswordChanged {
    PasswordChanged {
        changed_at: when::date_and_time(at),
        link: format!("{public_url}/forgot-password"),
    }
}
