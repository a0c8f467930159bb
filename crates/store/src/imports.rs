//! What was found in files that people filled in elsewhere, until they say what of it to use.

use crate::{ReadTx, Result, Store, WriteTx};
use domain::id::ApplicationId;
use policy::Permit;
use policy::organisation::AnswerQuestions;
use serde_json::Value;
use time::OffsetDateTime;

/// What was found in a file.
#[derive(Debug, Clone)]
pub struct Import {
    /// What the browser called the file.
    pub file_name: String,
    /// What was found.
    pub found: Value,
    /// When it was uploaded.
    pub uploaded_at: OffsetDateTime,
}

/// What this person has uploaded to the application and not settled yet.
pub async fn find(
    tx: &mut ReadTx,
    permit: &Permit<AnswerQuestions>,
    application: ApplicationId,
) -> Result<Option<Import>> {
    let import = sqlx::query_as!(
        Import,
        "select file_name, found, uploaded_at from imports
         where organisation_id = $1 and application_id = $2 and user_id = $3",
        permit.organisation().0,
        application.0,
        permit.user().0,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(import)
}

/// Keeps what was found, in the place of what this person uploaded before.
pub async fn put(
    tx: &mut WriteTx,
    permit: &Permit<AnswerQuestions>,
    application: ApplicationId,
    file_name: &str,
    found: &Value,
) -> Result<()> {
    let now = tx.now();
    sqlx::query!(
        "insert into imports (organisation_id, application_id, user_id, file_name, found, uploaded_at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (application_id, user_id) do update
         set file_name = excluded.file_name, found = excluded.found, uploaded_at = excluded.uploaded_at",
        permit.organisation().0,
        application.0,
        permit.user().0,
        file_name,
        found,
        now,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Keeps what is left of the file that was uploaded at this moment; false when it is gone, or another
/// one took its place.
pub async fn keep_left(
    tx: &mut WriteTx,
    permit: &Permit<AnswerQuestions>,
    application: ApplicationId,
    uploaded_at: OffsetDateTime,
    left: &Value,
) -> Result<bool> {
    let kept = sqlx::query!(
        "update imports set found = $5
         where organisation_id = $1 and application_id = $2 and user_id = $3 and uploaded_at = $4",
        permit.organisation().0,
        application.0,
        permit.user().0,
        uploaded_at,
        left,
    )
    .execute(tx.connection())
    .await?;
    Ok(kept.rows_affected() > 0)
}

/// Forgets the file that was uploaded at this moment; false when it is gone, or another one took its
/// place.
pub async fn remove(
    tx: &mut WriteTx,
    permit: &Permit<AnswerQuestions>,
    application: ApplicationId,
    uploaded_at: OffsetDateTime,
) -> Result<bool> {
    let gone = sqlx::query!(
        "delete from imports
         where organisation_id = $1 and application_id = $2 and user_id = $3 and uploaded_at = $4",
        permit.organisation().0,
        application.0,
        permit.user().0,
        uploaded_at,
    )
    .execute(tx.connection())
    .await?;
    Ok(gone.rows_affected() > 0)
}

impl Store {
    /// Forgets what nobody settled for seven days. For the worker, which sees nothing younger.
    pub async fn forget_imports(&self) -> Result<u64> {
        let gone =
            sqlx::query("delete from imports where uploaded_at < access.now() - interval '7 days'")
                .execute(self.hot())
                .await?;
        Ok(gone.rows_affected())
    }
}
