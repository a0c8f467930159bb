//! Applications that were withdrawn, and drafts that were deleted.

use crate::error::{named, one_row};
use crate::{ReadTx, Result, WriteTx};
use domain::application::Application;
use domain::id::ApplicationId;
use policy::organisation::DeleteDraft;
use policy::{Permit, Proof};
use time::{Date, OffsetDateTime};

/// How an application ended.
#[derive(Debug)]
pub struct Ending<'a> {
    /// When.
    pub at: OffsetDateTime,
    /// Name of who ended it.
    pub by: &'a str,
    /// Why, in the supplier's words; empty when they said none.
    pub reason: &'a str,
    /// The day on which a deleted draft is erased.
    pub erase_on: Option<Date>,
}

/// How an application ended, as it was kept.
#[derive(Debug, Clone)]
pub struct Ended {
    /// When.
    pub at: OffsetDateTime,
    /// Name of who ended it; empty when we deleted it because nobody worked on it.
    pub by: String,
    /// Why, in the supplier's words; empty when they said none.
    pub reason: String,
    /// The day on which a deleted draft is erased.
    pub erase_on: Option<Date>,
}

/// For how many days a deleted draft can be brought back, by the rules of a day.
pub async fn undo_days(tx: &mut ReadTx, day: Date) -> Result<i32> {
    let days = sqlx::query_scalar!("select access.rule_value('draft_undo_days', $1)", day)
        .fetch_one(tx.connection())
        .await?;
    named("rule_values", "value", days)
}

/// How an application ended; nothing while it has not.
pub async fn find_ended(tx: &mut ReadTx, application: ApplicationId) -> Result<Option<Ended>> {
    let row = sqlx::query!(
        "select ended_at, ended_by_name, ended_reason, erase_on from applications where id = $1",
        application.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.and_then(|row| {
        Some(Ended {
            at: row.ended_at?,
            by: row.ended_by_name.unwrap_or_default(),
            reason: row.ended_reason.unwrap_or_default(),
            erase_on: row.erase_on,
        })
    }))
}

/// Saves that an application has ended; somebody else's change meanwhile is `Stale`.
pub async fn end(
    tx: &mut WriteTx,
    _proof: &impl Proof,
    application: &Application,
    ending: &Ending<'_>,
) -> Result<()> {
    let done = sqlx::query!(
        "update applications
         set state = $3, ended_at = $4, ended_by_name = $5, ended_reason = $6, erase_on = $7, version = version + 1
         where id = $1 and version = $2",
        application.id.0,
        application.version,
        application.state.as_str(),
        ending.at,
        ending.by,
        ending.reason,
        ending.erase_on,
    )
    .execute(tx.connection())
    .await?;
    one_row(done.rows_affected())
}

/// Brings a deleted draft back; one that is due to be erased is gone.
pub async fn restore(
    tx: &mut WriteTx,
    _permit: &Permit<DeleteDraft>,
    application: &Application,
) -> Result<()> {
    let done = sqlx::query!(
        "update applications
         set state = $3, ended_at = null, ended_by_name = null, ended_reason = null, erase_on = null,
             version = version + 1
         where id = $1 and version = $2 and erase_on > access.today()",
        application.id.0,
        application.version,
        application.state.as_str(),
    )
    .execute(tx.connection())
    .await?;
    one_row(done.rows_affected())
}

/// Cancels what the owner and the signatory were asked and have not answered, with the links.
/// Answers how many requests.
pub async fn cancel_requests(
    tx: &mut WriteTx,
    _proof: &impl Proof,
    application: ApplicationId,
) -> Result<i64> {
    let now = tx.now();
    let cancelled = sqlx::query_scalar!(
        r#"with owners as (
               update owner_requests set state = 'cancelled', cancelled_at = $2
               where application_id = $1 and state in ('sent', 'opened') returning id),
           signatories as (
               update signature_requests set state = 'cancelled', voided_at = $2
               where application_id = $1 and state in ('sent', 'opened') returning id),
           gone as (
               update links set cancelled_at = $2
               where application_id = $1 and cancelled_at is null
                 and (owner_request_id in (select id from owners)
                      or signature_request_id in (select id from signatories)))
           select (select count(*) from owners) + (select count(*) from signatories) as "cancelled!""#,
        application.0,
        now,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(cancelled)
}
