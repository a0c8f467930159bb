//! What the worker does about people whose last day is over, and about reviews of access
//! that are due. Only the worker's role may call these.

use crate::{ReadTx, Result, WriteTx};
use domain::id::{OrganisationId, UserId};
use time::Date;

/// A member whose last day is over.
#[derive(Debug)]
pub struct Leaver {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its name.
    pub organisation_name: String,
    /// Who leaves.
    pub user: UserId,
    /// Their full name.
    pub name: String,
    /// Their last day.
    pub leaves_on: Date,
}

/// Somebody of the team whose last day is over.
#[derive(Debug)]
pub struct TeamLeaver {
    /// Who leaves.
    pub user: UserId,
    /// Their full name.
    pub name: String,
    /// Their last day.
    pub leaves_on: Date,
}

/// Members whose last day is over, up to `limit`.
pub async fn list(tx: &mut ReadTx, limit: i32) -> Result<Vec<Leaver>> {
    let rows = sqlx::query!(
        r#"select organisation_id as "organisation_id!", organisation_name as "organisation_name!",
                  user_id as "user_id!", name as "name!", leaves_on as "leaves_on!"
           from access.leavers($1)"#,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let leavers = rows.into_iter().map(|row| Leaver {
        organisation: OrganisationId(row.organisation_id),
        organisation_name: row.organisation_name,
        user: UserId(row.user_id),
        name: row.name,
        leaves_on: row.leaves_on,
    });
    Ok(leavers.collect())
}

/// People of the team whose last day is over, up to `limit`.
pub async fn list_of_team(tx: &mut ReadTx, limit: i32) -> Result<Vec<TeamLeaver>> {
    let rows = sqlx::query!(
        r#"select user_id as "user_id!", name as "name!", leaves_on as "leaves_on!"
           from access.team_leavers($1)"#,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let leavers = rows.into_iter().map(|row| TeamLeaver {
        user: UserId(row.user_id),
        name: row.name,
        leaves_on: row.leaves_on,
    });
    Ok(leavers.collect())
}

/// Removes a member whose last day is over, with their sessions and invitations; false when
/// another worker did.
pub async fn remove(tx: &mut WriteTx, leaver: &Leaver) -> Result<bool> {
    let is_removed = sqlx::query_scalar!(
        r#"select access.remove_leaver($1, $2) as "is_removed!""#,
        leaver.organisation.0,
        leaver.user.0,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(is_removed)
}

/// Archives somebody of the team whose last day is over; false when another worker did.
pub async fn archive(tx: &mut WriteTx, leaver: &TeamLeaver) -> Result<bool> {
    let is_archived = sqlx::query_scalar!(
        r#"select access.archive_team_person($1) as "is_archived!""#,
        leaver.user.0,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(is_archived)
}

/// Name and address of an organisation's administrators, at most 50.
pub async fn administrators(
    tx: &mut ReadTx,
    organisation: OrganisationId,
) -> Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        r#"select name as "name!", email as "email!" from access.administrators_of($1)"#,
        organisation.0,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(|row| (row.name, row.email)).collect())
}

/// Name and address of the service administrators, at most 50.
pub async fn service_administrators(tx: &mut ReadTx) -> Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        r#"select name as "name!", email as "email!" from access.service_administrators()"#
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(|row| (row.name, row.email)).collect())
}

/// Organisations whose next review of access is due, `months` after the last one, with
/// their names and how many people they have; up to `limit`.
pub async fn list_reviews_due(
    tx: &mut ReadTx,
    months: u8,
    limit: i32,
) -> Result<Vec<(OrganisationId, String, i64)>> {
    let rows = sqlx::query!(
        r#"select organisation_id as "organisation_id!", organisation_name as "organisation_name!",
                  people as "people!"
           from access.access_reviews_due($1, $2)"#,
        i32::from(months),
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let due = rows.into_iter().map(|row| {
        (
            OrganisationId(row.organisation_id),
            row.organisation_name,
            row.people,
        )
    });
    Ok(due.collect())
}
