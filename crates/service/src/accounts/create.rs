//! Confirming the address of a new account, and making the account.

use super::new_password::broken_rules;
use crate::passwords::{Hasher, HashingError};
use audit::{Event, Kind};
use domain::credential::{Credential, Token};
use domain::email::EmailAddress;
use domain::id::UserId;
use domain::text::PersonName;
use store::accounts::{self, TokenKind};
use store::{Context, Gate, StoreError};

/// A link that makes an account and can still be used.
#[derive(Debug)]
pub struct OpenLink {
    /// The address that the account will have.
    pub email: EmailAddress,
    /// Whether the button that confirms the address was pressed.
    pub is_confirmed: bool,
}

/// Why no account was made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// The link was used or has run out, or the address has an account by now.
    #[error("the link can't be used any more")]
    Gone,
    /// The password breaks these rules.
    #[error("the password breaks rules")]
    Password(Vec<String>),
    /// The password could not be hashed.
    #[error(transparent)]
    Hashing(#[from] HashingError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The link of this token, if it can still be used. Changes nothing.
pub async fn find_link(gate: &Gate, token: &Token) -> Result<Option<OpenLink>, StoreError> {
    let credential = token.credential();
    let mut tx = gate.read(Context::presenting(credential)).await?;
    let found = accounts::find_token(&mut tx, TokenKind::ConfirmEmail, credential).await?;
    Ok(found.map(|found| OpenLink {
        email: found.email,
        is_confirmed: found.is_confirmed,
    }))
}

/// The person pressed the button: the address is theirs. Nothing when the link can't be used.
pub async fn confirm_email(gate: &Gate, token: &Token) -> Result<Option<()>, StoreError> {
    let credential = token.credential();
    let mut tx = gate.write(Context::presenting(credential)).await?;
    let kind = TokenKind::ConfirmEmail;
    if accounts::find_token_for_update(&mut tx, kind, credential)
        .await?
        .is_none()
    {
        return Ok(None);
    }
    accounts::confirm_email(&mut tx, credential).await?;
    tx.commit(&Event::new(Kind::EmailConfirmed)).await?;
    Ok(Some(()))
}

/// Makes the account and uses up the link. Of two people with one link, one wins.
pub async fn create(
    gate: &Gate,
    passwords: &Hasher,
    token: &Token,
    name: &PersonName,
    password: String,
) -> Result<UserId, CreateError> {
    let link = find_link(gate, token).await?;
    let link = link
        .filter(|link| link.is_confirmed)
        .ok_or(CreateError::Gone)?;
    let broken = broken_rules(&password, &link.email, name.as_str(), false);
    if !broken.is_empty() {
        return Err(CreateError::Password(broken));
    }
    let hash = passwords.hash(password).await?;
    add(gate, token.credential(), name, &hash).await
}

async fn add(
    gate: &Gate,
    credential: Credential,
    name: &PersonName,
    hash: &str,
) -> Result<UserId, CreateError> {
    let mut tx = gate.write(Context::presenting(credential)).await?;
    let kind = TokenKind::ConfirmEmail;
    let link = accounts::find_token_for_update(&mut tx, kind, credential).await?;
    let link = link
        .filter(|link| link.is_confirmed)
        .ok_or(CreateError::Gone)?;
    let id = UserId::new();
    let added = accounts::add(&mut tx, id, &link.email, name.as_str(), hash).await;
    match added {
        Err(error) if error.constraint() == Some("users_email") => return Err(CreateError::Gone),
        other => other?,
    }
    accounts::use_up_token(&mut tx, credential).await?;
    tx.commit(&Event::new(Kind::AccountCreated).with("user", id))
        .await?;
    Ok(id)
}
