//! Confirming the address of a new account, and making the account.

use super::new_password::{Chooser, Examined, NotTaken, examine, policy_for_link, take};
use crate::passwords::Hasher;
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
    /// The password was not taken.
    #[error(transparent)]
    Password(#[from] NotTaken),
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
    if has_account(gate, &link.email).await? {
        return Err(CreateError::Gone);
    }
    let chooser = Chooser {
        context: Context::presenting(token.credential()),
        policy: policy_for_link(passwords),
        email: &link.email,
        name: name.as_str(),
        hash: None,
    };
    let examined = examine(gate, passwords, &chooser, password).await?;
    add(gate, passwords, token.credential(), name, examined).await
}

/// Whether somebody used another link for the address meanwhile.
async fn has_account(gate: &Gate, email: &EmailAddress) -> Result<bool, StoreError> {
    let mut tx = gate.read(Context::visitor()).await?;
    Ok(accounts::find_by_email(&mut tx, email).await?.is_some())
}

async fn add(
    gate: &Gate,
    passwords: &Hasher,
    credential: Credential,
    name: &PersonName,
    examined: Examined,
) -> Result<UserId, CreateError> {
    let mut tx = gate.write(Context::presenting(credential)).await?;
    let kind = TokenKind::ConfirmEmail;
    let link = accounts::find_token_for_update(&mut tx, kind, credential).await?;
    let link = link
        .filter(|link| link.is_confirmed)
        .ok_or(CreateError::Gone)?;
    let id = UserId::new();
    let taken = take(&mut tx, passwords, id, None, examined).await?;
    let new = taken.new_password();
    let added = store::passwords::add_account(&mut tx, id, &link.email, name.as_str(), &new).await;
    match added {
        Err(error) if error.constraint() == Some("users_email") => return Err(CreateError::Gone),
        other => other?,
    }
    accounts::use_up_token(&mut tx, credential).await?;
    tx.commit(&Event::new(Kind::AccountCreated).with("user", id))
        .await?;
    Ok(id)
}
