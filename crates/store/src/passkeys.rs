//! Passkeys. Every transaction must be the gate's.

use crate::{ReadTx, Result, WriteTx};
use domain::id::{PasskeyId, UserId};
use serde_json::Value;
use time::OffsetDateTime;

/// A passkey as its person knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// Identifier.
    pub id: PasskeyId,
    /// What its person calls it; 1 to 60 characters.
    pub name: String,
    /// When it was added.
    pub created_at: OffsetDateTime,
    /// When it last signed its person in; none while it never did.
    pub last_used_at: Option<OffsetDateTime>,
}

/// A passkey that a browser presents.
#[derive(Debug, Clone)]
pub struct Presented {
    /// Identifier.
    pub id: PasskeyId,
    /// Whose it is.
    pub user: UserId,
    /// Its public key and what else checking it needs.
    pub credential: Value,
}

/// The acting person's passkeys, oldest first. At most as many as a person may have.
pub async fn list(tx: &mut ReadTx, user: UserId) -> Result<Vec<Passkey>> {
    let rows = sqlx::query!(
        "select id, name, created_at, last_used_at from passkeys
         where user_id = $1 order by created_at, id limit 100",
        user.0,
    )
    .fetch_all(tx.connection())
    .await?;
    let passkeys = rows.into_iter().map(|row| Passkey {
        id: PasskeyId(row.id),
        name: row.name,
        created_at: row.created_at,
        last_used_at: row.last_used_at,
    });
    Ok(passkeys.collect())
}

/// What checking a person's passkeys needs, oldest first: of somebody who has only shown the
/// password, too.
pub async fn credentials_of(tx: &mut ReadTx, user: UserId) -> Result<Vec<Value>> {
    let rows = sqlx::query!(
        r#"select credential as "credential!" from access.passkeys_of($1)"#,
        user.0
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(|row| row.credential).collect())
}

/// The passkey that the browser knows by this identifier, whoever's it is.
pub async fn presented(tx: &mut ReadTx, credential_id: &[u8]) -> Result<Option<Presented>> {
    let row = sqlx::query!(
        r#"select id as "id!", user_id as "user_id!", credential as "credential!"
           from access.passkey_owner($1)"#,
        credential_id,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| Presented {
        id: PasskeyId(row.id),
        user: UserId(row.user_id),
        credential: row.credential,
    }))
}

/// Takes the one answer that there may be to what a browser was asked to sign, known by its
/// digest; false when there was one before.
pub async fn answer(tx: &mut WriteTx, digest: &[u8; 32]) -> Result<bool> {
    let row = sqlx::query!(
        r#"select access.answer_question($1) as "is_first!""#,
        digest.as_slice()
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(row.is_first)
}

/// Keeps what using a passkey changed, such as its counter; false when it was used meanwhile.
pub async fn used(tx: &mut WriteTx, id: PasskeyId, before: &Value, after: &Value) -> Result<bool> {
    let row = sqlx::query!(
        r#"select access.use_passkey($1, $2, $3) as "is_used!""#,
        id.0,
        before,
        after,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(row.is_used)
}

/// Adds a passkey of the acting person; false when somebody has it already.
pub async fn add(
    tx: &mut WriteTx,
    user: UserId,
    name: &str,
    credential_id: &[u8],
    credential: &Value,
) -> Result<bool> {
    let now = tx.now();
    let done = sqlx::query!(
        "insert into passkeys (id, user_id, credential_id, name, credential, created_at)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        PasskeyId::new().0,
        user.0,
        credential_id,
        name,
        credential,
        now,
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Removes a passkey of the acting person; false when they have no such.
pub async fn remove(tx: &mut WriteTx, user: UserId, id: PasskeyId) -> Result<bool> {
    let done = sqlx::query!(
        "delete from passkeys where user_id = $1 and id = $2",
        user.0,
        id.0
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}
