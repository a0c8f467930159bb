//! People with an account, and the e-mailed links by which they get one or a new password.

use crate::error::{named, one_row};
use crate::{Gate, ReadTx, Result, WriteTx};
use domain::credential::Credential;
use domain::email::EmailAddress;
use domain::id::UserId;
use sqlx::PgExecutor;
use time::{Duration, OffsetDateTime};

/// What stands in place of a hash for somebody who has not set a password yet.
pub const NO_PASSWORD: &str = "!";

/// What an e-mailed link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Confirms the address of a new account.
    ConfirmEmail,
    /// Lets its holder choose a new password.
    ResetPassword,
    /// Ends the pause after too many wrong passwords.
    Unlock,
    /// Confirms the new address of somebody who has an account.
    ChangeEmail,
    /// Gives somebody their old address back.
    UndoEmail,
}

impl TokenKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::ConfirmEmail => "confirm_email",
            Self::ResetPassword => "reset_password",
            Self::Unlock => "unlock",
            Self::ChangeEmail => "change_email",
            Self::UndoEmail => "undo_email",
        }
    }
}

/// A person who may be signing in.
pub struct Candidate {
    /// The account.
    pub user: UserId,
    /// The full name.
    pub name: String,
    /// The address as it was entered when the account was made.
    pub email: EmailAddress,
    /// The stored hash; none while no password has been set.
    pub password_hash: Option<String>,
    /// When the password was last set.
    pub password_changed_at: OffsetDateTime,
}

/// A link that can still be used.
#[derive(Debug)]
pub struct AccountToken {
    /// The address that it was sent to.
    pub email: EmailAddress,
    /// Whose password it resets; none for a new account.
    pub user: Option<UserId>,
    /// Whether the button that confirms the address was pressed.
    pub is_confirmed: bool,
}

fn email(table: &'static str, text: &str) -> Result<EmailAddress> {
    named(table, "email", EmailAddress::parse(text).ok())
}

/// The account with this address, whatever its case. The one way to read a password's hash.
pub async fn find_by_email(tx: &mut ReadTx, address: &EmailAddress) -> Result<Option<Candidate>> {
    candidate(tx.connection(), address).await
}

impl Gate {
    /// [`find_by_email`] outside of a transaction. One statement.
    pub async fn find_by_email(&self, address: &EmailAddress) -> Result<Option<Candidate>> {
        candidate(self.hot(), address).await
    }
}

async fn candidate(
    executor: impl PgExecutor<'_>,
    address: &EmailAddress,
) -> Result<Option<Candidate>> {
    let row = sqlx::query!(
        r#"select user_id as "user_id!", name as "name!", email as "email!",
                  password_hash as "password_hash!", password_changed_at as "password_changed_at!"
           from access.sign_in_candidate($1)"#,
        address.as_str(),
    )
    .fetch_optional(executor)
    .await?;
    row.map(|row| {
        Ok(Candidate {
            user: UserId(row.user_id),
            name: row.name,
            email: email("users", &row.email)?,
            password_hash: Some(row.password_hash).filter(|hash| hash != NO_PASSWORD),
            password_changed_at: row.password_changed_at,
        })
    })
    .transpose()
}

/// Whether mail of one of these kinds was queued for the address within the last `time`.
pub async fn was_mailed(
    tx: &mut ReadTx,
    address: &EmailAddress,
    kinds: &[&str],
    time: Duration,
) -> Result<bool> {
    let kinds: Vec<String> = kinds.iter().map(|&kind| kind.to_owned()).collect();
    let seconds = i32::try_from(time.whole_seconds()).unwrap_or(i32::MAX);
    let row = sqlx::query!(
        r#"select access.was_mailed($1, $2, $3) as "was_mailed!""#,
        address.as_str(),
        &kinds,
        seconds,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(row.was_mailed)
}

/// Keeps a new link that works until `expires_at`; `user` is whose password it resets.
pub async fn add_token(
    tx: &mut WriteTx,
    kind: TokenKind,
    token: Credential,
    address: &EmailAddress,
    user: Option<UserId>,
    expires_at: OffsetDateTime,
) -> Result<()> {
    let now = tx.now();
    sqlx::query!(
        "insert into account_tokens (id_hash, kind, email, user_id, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6)",
        token.as_bytes(),
        kind.as_str(),
        address.as_str(),
        user.map(|id| id.0),
        now,
        expires_at,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// The presented link, if it can still be used. The transaction must present `token`.
pub async fn find_token(
    tx: &mut ReadTx,
    kind: TokenKind,
    token: Credential,
) -> Result<Option<AccountToken>> {
    let row = sqlx::query!(
        "select email, user_id, confirmed_at is not null as \"is_confirmed!\" from account_tokens
         where id_hash = $1 and kind = $2 and used_at is null and expires_at > access.now()
           and (user_id is null or user_id = access.token_user())",
        token.as_bytes(),
        kind.as_str(),
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(|row| {
        Ok(AccountToken {
            email: email("account_tokens", &row.email)?,
            user: row.user_id.map(UserId),
            is_confirmed: row.is_confirmed,
        })
    })
    .transpose()
}

/// Whether the presented link can still be used, whoever it is for. The transaction must present
/// `token`.
pub async fn is_token_open(tx: &mut ReadTx, kind: TokenKind, token: Credential) -> Result<bool> {
    let row = sqlx::query!(
        r#"select exists (select from account_tokens where id_hash = $1 and kind = $2
                  and used_at is null and expires_at > access.now()) as "is_open!""#,
        token.as_bytes(),
        kind.as_str(),
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(row.is_open)
}

/// As [`find_token`]; nobody else can use the link until the transaction ends.
pub async fn find_token_for_update(
    tx: &mut WriteTx,
    kind: TokenKind,
    token: Credential,
) -> Result<Option<AccountToken>> {
    sqlx::query!(
        r#"select 1 as "locked!" from account_tokens where id_hash = $1 for update"#,
        token.as_bytes(),
    )
    .fetch_optional(tx.connection())
    .await?;
    find_token(tx, kind, token).await
}

/// The button was pressed: the address is its holder's. Pressing it again changes nothing.
pub async fn confirm_email(tx: &mut WriteTx, token: Credential) -> Result<()> {
    let now = tx.now();
    let done = sqlx::query!(
        "update account_tokens set confirmed_at = coalesce(confirmed_at, $2)
         where id_hash = $1 and kind = 'confirm_email' and used_at is null",
        token.as_bytes(),
        now,
    )
    .execute(tx.connection())
    .await?;
    one_row(done.rows_affected())
}

/// The link did its work and never does again.
pub async fn use_up_token(tx: &mut WriteTx, token: Credential) -> Result<()> {
    let now = tx.now();
    let done = sqlx::query!(
        "update account_tokens set used_at = $2 where id_hash = $1 and used_at is null",
        token.as_bytes(),
        now,
    )
    .execute(tx.connection())
    .await?;
    one_row(done.rows_affected())
}

/// Stores the same password hashed anew, unless the password was changed since `seen_at`.
pub async fn save_rehashed(
    tx: &mut WriteTx,
    user: UserId,
    password_hash: &str,
    seen_at: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "update users set password_hash = $2 where id = $1 and password_changed_at = $3",
        user.0,
        password_hash,
        seen_at,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// The name and address of somebody, to tell them of wrong codes for their account; none of nobody
/// and of a closed account. The transaction must be the gate's.
pub async fn address_of(tx: &mut ReadTx, user: UserId) -> Result<Option<(String, EmailAddress)>> {
    let row = sqlx::query!(
        r#"select name as "name!", email as "email!" from access.address_of($1)"#,
        user.0
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(|row| Ok((row.name, email("users", &row.email)?)))
        .transpose()
}

/// The acting person's name and address. The transaction must be the gate's.
pub async fn get_own_address(tx: &mut ReadTx, user: UserId) -> Result<(String, EmailAddress)> {
    let row = sqlx::query!("select name, email from users where id = $1", user.0)
        .fetch_one(tx.connection())
        .await?;
    let address = email("users", &row.email)?;
    Ok((row.name, address))
}

/// When the acting person's password was last set.
pub async fn get_password_changed_at(tx: &mut ReadTx, user: UserId) -> Result<OffsetDateTime> {
    let row = sqlx::query!(
        "select password_changed_at from users where id = $1",
        user.0
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(row.password_changed_at)
}
