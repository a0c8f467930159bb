//! Drafts that nobody works on for a long time: announcing that they are deleted, keeping them, and
//! deleting them.

use super::Keeper;
use crate::{ReadTx, Result, WriteTx};
use domain::id::{ApplicationId, OrganisationId};
use policy::Proof;
use sqlx::types::Json;
use time::{Date, OffsetDateTime};

/// A draft whose deletion is to be announced.
#[derive(Debug)]
pub struct Announced {
    /// The draft.
    pub application: ApplicationId,
    /// The supplier.
    pub organisation: OrganisationId,
    /// Its reference.
    pub reference: String,
    /// Name of the service; empty until given.
    pub service_name: String,
    /// When somebody last worked on it or kept it, or started it.
    pub quiet_since: OffsetDateTime,
    /// The day on which it is deleted unless somebody works on it or keeps it.
    pub delete_on: Date,
    /// Whom to tell.
    pub people: Vec<Keeper>,
}

/// A draft that was deleted because nobody worked on it.
#[derive(Debug)]
pub struct DeletedDraft {
    /// The draft.
    pub application: ApplicationId,
    /// The supplier.
    pub organisation: OrganisationId,
    /// Its reference.
    pub reference: String,
    /// Name of the service; empty if it was never given.
    pub service_name: String,
    /// The day on which it is erased.
    pub erase_on: Date,
    /// Whom to tell.
    pub people: Vec<Keeper>,
}

/// Drafts whose deletion is to be announced, up to `limit`. For the worker's role only.
pub async fn list_to_announce(tx: &mut ReadTx, limit: i32) -> Result<Vec<Announced>> {
    let rows = sqlx::query!(
        r#"select application_id as "application_id!", organisation_id as "organisation_id!",
                  reference as "reference!", service_name as "service_name!", quiet_since as "quiet_since!",
                  delete_on as "delete_on!", people as "people!: Json<Vec<Keeper>>"
           from access.drafts_to_announce($1)"#,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let drafts = rows.into_iter().map(|row| Announced {
        application: ApplicationId(row.application_id),
        organisation: OrganisationId(row.organisation_id),
        reference: row.reference,
        service_name: row.service_name,
        quiet_since: row.quiet_since,
        delete_on: row.delete_on,
        people: row.people.0,
    });
    Ok(drafts.collect())
}

/// Notes that people are told; false when another worker did, or somebody worked on it meanwhile. For
/// the worker's role only.
pub async fn note_announced(tx: &mut WriteTx, draft: &Announced) -> Result<bool> {
    let is_noted = sqlx::query_scalar!(
        r#"select access.announce_draft_deletion($1, $2, $3) as "is_noted!""#,
        draft.application.0,
        draft.quiet_since,
        draft.delete_on,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(is_noted)
}

/// Deletes the next draft whose day has come; nothing when there is none. For the worker's role only.
pub async fn delete_next(tx: &mut WriteTx) -> Result<Option<DeletedDraft>> {
    let row = sqlx::query!(
        r#"select application_id as "application_id!", organisation_id as "organisation_id!",
                  reference as "reference!", service_name as "service_name!", erase_on as "erase_on!",
                  people as "people!: Json<Vec<Keeper>>"
           from access.delete_next_quiet_draft()"#
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| DeletedDraft {
        application: ApplicationId(row.application_id),
        organisation: OrganisationId(row.organisation_id),
        reference: row.reference,
        service_name: row.service_name,
        erase_on: row.erase_on,
        people: row.people.0,
    }))
}

/// The day on which a draft is deleted, if that was announced and nobody worked on it
/// or kept it since.
pub async fn delete_on(tx: &mut ReadTx, application: ApplicationId) -> Result<Option<Date>> {
    let day = sqlx::query_scalar!("select access.deletion_day($1)", application.0)
        .fetch_one(tx.connection())
        .await?;
    Ok(day)
}

/// Begins the quiet time of a draft anew; false when its deletion was not announced.
pub async fn keep(
    tx: &mut WriteTx,
    _proof: &impl Proof,
    application: ApplicationId,
    by: &str,
) -> Result<bool> {
    let now = tx.now();
    let done = sqlx::query!(
        "update draft_deletions set kept_at = $2, kept_by_name = $3 where application_id = $1",
        application.0,
        now,
        by,
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}
