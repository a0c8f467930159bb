//! The people of the PSN team, for service administrators.

use crate::error::named;
use crate::{ReadTx, Result, StoreError, WriteTx};
use domain::credential::Credential;
use domain::email::EmailAddress;
use domain::id::UserId;
use domain::role::TeamRole;
use policy::TeamPermit;
use policy::team::ManageTeam;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// Somebody of the team, or who has left it.
#[derive(Debug, Clone)]
pub struct TeamPerson {
    /// The account.
    pub user: UserId,
    /// The full name.
    pub name: String,
    /// The address they sign in with.
    pub email: String,
    /// The role, or the last one that they had.
    pub role: TeamRole,
    /// First day of their leave of absence.
    pub away_from: Option<Date>,
    /// Last day of it; none while it has no end.
    pub away_until: Option<Date>,
    /// Their last day in the team, when one is known.
    pub leaves_on: Option<Date>,
    /// When they left.
    pub archived_at: Option<OffsetDateTime>,
    /// Whether they have set a password.
    pub is_set_up: bool,
    /// Whether they have a second factor.
    pub has_second_factor: bool,
    /// When they signed in last.
    pub last_signed_in_at: Option<OffsetDateTime>,
}

/// What somebody of the team shall be from now on.
#[derive(Debug, Clone, Copy)]
pub struct Change {
    /// The role.
    pub role: TeamRole,
    /// First day of a leave of absence.
    pub away_from: Option<Date>,
    /// Last day of it.
    pub away_until: Option<Date>,
    /// The last day in the team.
    pub leaves_on: Option<Date>,
}

struct Row {
    user_id: Uuid,
    name: String,
    email: String,
    role: String,
    away_from: Option<Date>,
    away_until: Option<Date>,
    leaves_on: Option<Date>,
    archived_at: Option<OffsetDateTime>,
    is_set_up: bool,
    has_second_factor: bool,
    last_signed_in_at: Option<OffsetDateTime>,
}

impl TryFrom<Row> for TeamPerson {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            user: UserId(row.user_id),
            name: row.name,
            email: row.email,
            role: named("users", "team_role", TeamRole::parse(&row.role))?,
            away_from: row.away_from,
            away_until: row.away_until,
            leaves_on: row.leaves_on,
            archived_at: row.archived_at,
            is_set_up: row.is_set_up,
            has_second_factor: row.has_second_factor,
            last_signed_in_at: row.last_signed_in_at,
        })
    }
}

async fn fetch(
    tx: &mut ReadTx,
    user: Option<UserId>,
    skip: i32,
    limit: i32,
) -> Result<Vec<TeamPerson>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select user_id as "user_id!", name as "name!", email as "email!", role as "role!", away_from,
                  away_until, leaves_on, archived_at, is_set_up as "is_set_up!",
                  has_second_factor as "has_second_factor!", last_signed_in_at
           from access.team_people($1, $2, $3)"#,
        user.map(|id| id.0),
        skip,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter().map(TeamPerson::try_from).collect()
}

/// Up to `limit` people by name, those who have left last, after the first `skip`.
pub async fn list(
    tx: &mut ReadTx,
    _: &TeamPermit<ManageTeam>,
    skip: i32,
    limit: i32,
) -> Result<Vec<TeamPerson>> {
    fetch(tx, None, skip, limit).await
}

/// One of them.
pub async fn find(
    tx: &mut ReadTx,
    _: &TeamPermit<ManageTeam>,
    user: UserId,
) -> Result<Option<TeamPerson>> {
    Ok(fetch(tx, Some(user), 0, 1).await?.pop())
}

/// Adds somebody without a password, with the link that sets one. False when the address
/// has an account.
pub async fn invite(
    tx: &mut WriteTx,
    _: &TeamPermit<ManageTeam>,
    user: UserId,
    email: &EmailAddress,
    name: &str,
    role: TeamRole,
    link: Credential,
) -> Result<bool> {
    let is_added = sqlx::query_scalar!(
        r#"select access.invite_to_team($1, $2, $3, $4, $5) as "is_added!""#,
        user.0,
        email.as_str(),
        name,
        role.as_str(),
        link.as_bytes(),
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(is_added)
}

/// Another link for somebody who has not set a password; earlier links stop working. False
/// when they have set one.
pub async fn invite_again(
    tx: &mut WriteTx,
    _: &TeamPermit<ManageTeam>,
    user: UserId,
    link: Credential,
) -> Result<bool> {
    let is_added = sqlx::query_scalar!(
        r#"select access.invite_to_team_again($1, $2) as "is_added!""#,
        user.0,
        link.as_bytes(),
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(is_added)
}

/// Changes role, leave and last day. Another role, and leave that has begun, end their
/// sessions at once. False when there is no such person in the team.
pub async fn change(
    tx: &mut WriteTx,
    _: &TeamPermit<ManageTeam>,
    user: UserId,
    change: &Change,
) -> Result<bool> {
    let is_changed = sqlx::query_scalar!(
        r#"select access.change_team_person($1, $2, $3, $4, $5) as "is_changed!""#,
        user.0,
        change.role.as_str(),
        change.away_from,
        change.away_until,
        change.leaves_on,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(is_changed)
}

/// Somebody leaves the team at once; their sessions end. False when they are not in it.
pub async fn archive(tx: &mut WriteTx, _: &TeamPermit<ManageTeam>, user: UserId) -> Result<bool> {
    let is_archived = sqlx::query_scalar!(
        r#"select access.archive_team_person($1) as "is_archived!""#,
        user.0,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(is_archived)
}

/// Somebody who left comes back with this role. False when they have not left.
pub async fn restore(
    tx: &mut WriteTx,
    _: &TeamPermit<ManageTeam>,
    user: UserId,
    role: TeamRole,
) -> Result<bool> {
    let is_restored = sqlx::query_scalar!(
        r#"select access.restore_team_person($1, $2) as "is_restored!""#,
        user.0,
        role.as_str(),
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(is_restored)
}

/// Names and addresses of the other leads and service administrators, at most 50.
pub async fn watchers(
    tx: &mut ReadTx,
    _permit: &TeamPermit<ManageTeam>,
) -> Result<Vec<(String, String)>> {
    let rows =
        sqlx::query!(r#"select name as "name!", email as "email!" from access.team_watchers()"#)
            .fetch_all(tx.connection())
            .await?;
    Ok(rows.into_iter().map(|row| (row.name, row.email)).collect())
}
