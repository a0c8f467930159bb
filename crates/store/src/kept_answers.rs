//! What was typed when it could not be taken: sealed, for its person alone. Everything here is the
//! gate's.

use crate::{ReadTx, Result, WriteTx};
use domain::credential::Credential;
use domain::id::{KeptAnswerId, UserId};
use time::OffsetDateTime;

/// What was kept of one page.
pub struct Kept {
    /// Identifier.
    pub id: KeptAnswerId,
    /// The page that it was sent to.
    pub path: String,
    /// The sealed fields.
    pub sealed: Vec<u8>,
    /// When it was sent.
    pub kept_at: OffsetDateTime,
}

/// Whose session it is, or was until a day ago.
pub async fn find_owner(tx: &mut ReadTx, session: Credential) -> Result<Option<UserId>> {
    let row = sqlx::query!(
        "select access.session_owner($1) as owner",
        session.as_bytes()
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(row.owner.map(UserId))
}

/// Keeps what was typed, beside what was kept of that page before; the same words, by their digest,
/// once. What it is kept as; nothing when the session is nobody's or it is too much.
pub async fn add(
    tx: &mut WriteTx,
    session: Credential,
    id: KeptAnswerId,
    path: &str,
    (sealed, digest): (&[u8], &[u8]),
) -> Result<Option<KeptAnswerId>> {
    let row = sqlx::query!(
        "select access.keep_answer($1, $2, $3, $4, $5) as id",
        session.as_bytes(),
        id.0,
        path,
        sealed,
        digest,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(row.id.map(KeptAnswerId))
}

/// What was kept for the acting person, the latest first, at most `limit` and never more than eleven.
pub async fn list(tx: &mut ReadTx, limit: i32) -> Result<Vec<Kept>> {
    let rows = sqlx::query!(
        r#"select id as "id!", path as "path!", sealed as "sealed!", kept_at as "kept_at!"
           from access.my_kept_answers($1)"#,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let kept = rows.into_iter().map(|row| Kept {
        id: KeptAnswerId(row.id),
        path: row.path,
        sealed: row.sealed,
        kept_at: row.kept_at,
    });
    Ok(kept.collect())
}

/// One of what was kept for the acting person.
pub async fn find(tx: &mut ReadTx, id: KeptAnswerId) -> Result<Option<Kept>> {
    let row = sqlx::query!(
        r#"select path as "path!", sealed as "sealed!", kept_at as "kept_at!" from access.my_kept_answer($1)"#,
        id.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| Kept {
        id,
        path: row.path,
        sealed: row.sealed,
        kept_at: row.kept_at,
    }))
}

/// Throws away what was kept for the acting person; false when there is none such.
pub async fn remove(tx: &mut WriteTx, id: KeptAnswerId) -> Result<bool> {
    let row = sqlx::query!(
        r#"select access.drop_kept_answer($1) as "was_there!""#,
        id.0
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(row.was_there)
}
