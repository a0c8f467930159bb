//! What the worker does about drafts: reminders of those that nobody saves, erasing those that
//! were deleted. Only the worker's role may call these.

pub mod quiet;

use crate::{ReadTx, Result, WriteTx};
use domain::id::{ApplicationId, OrganisationId};
use serde::Deserialize;
use sqlx::types::Json;
use time::OffsetDateTime;

/// A draft that nobody has saved for some time.
#[derive(Debug)]
pub struct QuietDraft {
    /// The draft.
    pub application: ApplicationId,
    /// The supplier.
    pub organisation: OrganisationId,
    /// Its reference.
    pub reference: String,
    /// Name of the service; empty until given.
    pub service_name: String,
    /// Which reminder is due, in quiet days.
    pub days: i32,
    /// When it was saved last, or started.
    pub quiet_since: OffsetDateTime,
    /// Whom to remind.
    pub people: Vec<Keeper>,
    /// Question set that it is filled in by.
    pub set_id: String,
    /// Version of the set.
    pub set_version: String,
    /// Hash of the set, which tells its revision.
    pub set_hash: String,
    /// The tasks that people said are complete.
    pub completed: Vec<String>,
}

/// Somebody who looks after a draft.
#[derive(Debug, Deserialize)]
pub struct Keeper {
    /// Their full name.
    pub name: String,
    /// Their address.
    pub email: String,
}

/// Drafts of which a reminder is due, up to `limit`.
pub async fn list_quiet(tx: &mut ReadTx, limit: i32) -> Result<Vec<QuietDraft>> {
    let rows = sqlx::query!(
        r#"select application_id as "application_id!", organisation_id as "organisation_id!",
                  reference as "reference!", service_name as "service_name!", days as "days!",
                  quiet_since as "quiet_since!", people as "people!: Json<Vec<Keeper>>", set_id as "set_id!",
                  set_version as "set_version!", set_hash as "set_hash!", completed as "completed!"
           from access.quiet_drafts($1)"#,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let drafts = rows.into_iter().map(|row| QuietDraft {
        application: ApplicationId(row.application_id),
        organisation: OrganisationId(row.organisation_id),
        reference: row.reference,
        service_name: row.service_name,
        days: row.days,
        quiet_since: row.quiet_since,
        people: row.people.0,
        set_id: row.set_id,
        set_version: row.set_version,
        set_hash: row.set_hash,
        completed: row.completed,
    });
    Ok(drafts.collect())
}

/// Notes that a reminder is sent; false when another worker did, or somebody saved meanwhile.
pub async fn note_reminder(tx: &mut WriteTx, draft: &QuietDraft) -> Result<bool> {
    let is_noted = sqlx::query_scalar!(
        r#"select access.note_draft_reminder($1, $2, $3) as "is_noted!""#,
        draft.application.0,
        draft.days,
        draft.quiet_since,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(is_noted)
}

/// Deleted drafts whose time to be brought back is over, up to `limit`.
pub async fn list_to_erase(
    tx: &mut ReadTx,
    limit: i32,
) -> Result<Vec<(ApplicationId, OrganisationId)>> {
    let rows = sqlx::query!(
        r#"select application_id as "application_id!", organisation_id as "organisation_id!"
           from access.drafts_to_erase($1)"#,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            (
                ApplicationId(row.application_id),
                OrganisationId(row.organisation_id),
            )
        })
        .collect())
}

/// Erases a deleted draft with everything that belongs to it; false when it may not be.
pub async fn erase(tx: &mut WriteTx, application: ApplicationId) -> Result<bool> {
    let is_erased = sqlx::query_scalar!(
        r#"select access.erase_draft($1) as "is_erased!""#,
        application.0,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(is_erased)
}
