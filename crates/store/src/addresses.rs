//! The addresses that people sign in with: changing one, and back. Everything here is the gate's.

use crate::error::named;
use crate::{Result, WriteTx};
use domain::credential::Credential;
use domain::email::EmailAddress;
use domain::id::UserId;
use time::Duration;

/// An address that was changed.
pub struct Changed {
    /// What it was.
    pub before: EmailAddress,
    /// What it is.
    pub after: EmailAddress,
}

/// Gives the acting person the address that this link confirms, and makes the link that undoes it.
/// Nothing when the link can't be used.
///
/// # Errors
/// With the constraint `users_email` when somebody else has the address.
pub async fn change(
    tx: &mut WriteTx,
    token: Credential,
    undo: Credential,
    undo_for: Duration,
) -> Result<Option<Changed>> {
    let row = sqlx::query!(
        r#"select before as "before!", after as "after!"
           from access.change_address($1, $2, make_interval(secs => $3))"#,
        token.as_bytes(),
        undo.as_bytes(),
        undo_for.as_seconds_f64(),
    )
    .fetch_optional(tx.connection())
    .await?;
    let address = |text: &str| named("users", "email", EmailAddress::parse(text).ok());
    row.map(|row| {
        Ok(Changed {
            before: address(&row.before)?,
            after: address(&row.after)?,
        })
    })
    .transpose()
}

/// Gives the person of this link their old address back and ends their sessions; answers who.
/// Nothing when the link can't be used.
///
/// # Errors
/// With the constraint `users_email` when somebody else has the address.
pub async fn undo(tx: &mut WriteTx, token: Credential) -> Result<Option<UserId>> {
    let row = sqlx::query!(
        r#"select user_id as "user_id!" from access.undo_address($1)"#,
        token.as_bytes()
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| UserId(row.user_id)))
}
