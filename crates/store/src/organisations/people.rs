//! The people of an organisation.

use crate::error::{named, one_row};
use crate::{ReadTx, Result, WriteTx};
use domain::id::{OrganisationId, UserId};
use domain::role::OrganisationRole;
use policy::Permit;
use policy::organisation::ManagePeople;
use std::collections::HashMap;
use time::{Date, OffsetDateTime};

/// A member.
#[derive(Debug, Clone)]
pub struct Person {
    /// The account.
    pub user: UserId,
    /// The full name.
    pub name: String,
    /// The address they sign in with.
    pub email: String,
    /// Since when they belong to it.
    pub since: OffsetDateTime,
    /// What they may do.
    pub role: OrganisationRole,
    /// Their last day, in UK time, when one is known.
    pub leaves_on: Option<Date>,
}

/// What else is known of a member's access.
#[derive(Debug, Clone, Copy)]
pub struct Access {
    /// Whether they have a second factor.
    pub has_second_factor: bool,
    /// When they signed in last.
    pub last_signed_in_at: Option<OffsetDateTime>,
}

/// Somebody to write to.
#[derive(Debug, Clone)]
pub struct Administrator {
    /// The account.
    pub user: UserId,
    /// The full name.
    pub name: String,
    /// The address they sign in with.
    pub email: String,
}

fn role(text: &str) -> Result<OrganisationRole> {
    named("memberships", "role", OrganisationRole::parse(text))
}

/// Up to `limit` members by name, after the first `skip`.
pub async fn list(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    skip: i64,
    limit: i64,
) -> Result<Vec<Person>> {
    let rows = sqlx::query!(
        "select u.id, u.name, u.email, m.role, m.created_at, m.leaves_on from memberships m join users u on u.id = m.user_id
         where m.organisation_id = $1 order by lower(u.name), u.id offset $2 limit $3",
        organisation.0,
        skip,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let people = rows.into_iter().map(|row| {
        Ok(Person {
            user: UserId(row.id),
            name: row.name,
            email: row.email,
            since: row.created_at,
            role: role(&row.role)?,
            leaves_on: row.leaves_on,
        })
    });
    people.collect()
}

/// Those of these addresses whose people belonged to the organisation and do not any more, as they
/// were given: their last day is over, or they were removed. Not those who never did, or do again.
pub async fn list_left(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    addresses: &[String],
) -> Result<Vec<String>> {
    let rows = sqlx::query!(
        r#"select address as "address!" from access.who_left($1, $2) address"#,
        organisation.0,
        addresses,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(|row| row.address).collect())
}

/// How many people belong to the organisation.
pub async fn count(tx: &mut ReadTx, organisation: OrganisationId) -> Result<i64> {
    let row = sqlx::query!(
        r#"select count(*) as "count!" from memberships where organisation_id = $1"#,
        organisation.0,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(row.count)
}

/// One member.
pub async fn find(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    user: UserId,
) -> Result<Option<Person>> {
    let row = sqlx::query!(
        "select u.id, u.name, u.email, m.role, m.created_at, m.leaves_on
         from memberships m join users u on u.id = m.user_id
         where m.organisation_id = $1 and m.user_id = $2",
        organisation.0,
        user.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(|row| {
        Ok(Person {
            user: UserId(row.id),
            name: row.name,
            email: row.email,
            since: row.created_at,
            role: role(&row.role)?,
            leaves_on: row.leaves_on,
        })
    })
    .transpose()
}

/// Whether somebody with this address belongs to the organisation.
pub async fn is_member(tx: &mut ReadTx, organisation: OrganisationId, email: &str) -> Result<bool> {
    let row = sqlx::query!(
        r#"select exists (
               select from memberships m join users u on u.id = m.user_id
               where m.organisation_id = $1 and lower(u.email) = lower($2)) as "is_member!""#,
        organisation.0,
        email,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(row.is_member)
}

/// Everybody's role. Until the transaction ends nobody else can change one, so that
/// two administrators can't remove each other.
pub async fn roles_for_update(
    tx: &mut WriteTx,
    permit: &Permit<ManagePeople>,
) -> Result<Vec<(UserId, OrganisationRole)>> {
    let rows = sqlx::query!(
        "select user_id, role from memberships where organisation_id = $1 order by user_id for update",
        permit.organisation().0,
    )
    .fetch_all(tx.connection())
    .await?;
    let roles = rows
        .into_iter()
        .map(|row| Ok((UserId(row.user_id), role(&row.role)?)));
    roles.collect()
}

/// Gives a member another role.
pub async fn save_role(
    tx: &mut WriteTx,
    permit: &Permit<ManagePeople>,
    user: UserId,
    role: OrganisationRole,
) -> Result<()> {
    let done = sqlx::query!(
        "update memberships set role = $3 where organisation_id = $1 and user_id = $2",
        permit.organisation().0,
        user.0,
        role.as_str(),
    )
    .execute(tx.connection())
    .await?;
    one_row(done.rows_affected())
}

/// Removes a member.
pub async fn remove(tx: &mut WriteTx, permit: &Permit<ManagePeople>, user: UserId) -> Result<()> {
    let done = sqlx::query!(
        "delete from memberships where organisation_id = $1 and user_id = $2",
        permit.organisation().0,
        user.0,
    )
    .execute(tx.connection())
    .await?;
    one_row(done.rows_affected())
}

/// Sets a member's last day, or takes it away.
pub async fn save_leaving_date(
    tx: &mut WriteTx,
    permit: &Permit<ManagePeople>,
    user: UserId,
    leaves_on: Option<Date>,
) -> Result<()> {
    let done = sqlx::query!(
        "update memberships set leaves_on = $3 where organisation_id = $1 and user_id = $2",
        permit.organisation().0,
        user.0,
        leaves_on,
    )
    .execute(tx.connection())
    .await?;
    one_row(done.rows_affected())
}

/// Ends a member's sessions at once, but not the acting person's own one. Before the
/// member is removed.
pub async fn end_sessions(
    tx: &mut WriteTx,
    permit: &Permit<ManagePeople>,
    user: UserId,
) -> Result<()> {
    sqlx::query("select access.end_sessions_of($1, $2)")
        .bind(permit.organisation().0)
        .bind(user.0)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// What else is known of these members' access.
pub async fn access_of(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    users: &[UserId],
) -> Result<HashMap<UserId, Access>> {
    let users: Vec<_> = users.iter().map(|user| user.0).collect();
    let rows = sqlx::query!(
        r#"select user_id as "user_id!", has_second_factor as "has_second_factor!", last_signed_in_at
           from access.standing_of($1, $2)"#,
        organisation.0,
        &users,
    )
    .fetch_all(tx.connection())
    .await?;
    let access = rows.into_iter().map(|row| {
        let access = Access {
            has_second_factor: row.has_second_factor,
            last_signed_in_at: row.last_signed_in_at,
        };
        (UserId(row.user_id), access)
    });
    Ok(access.collect())
}

/// The administrators, to write to them, for the organisation's people, the team, and
/// whoever asks to join it. At most 50.
pub async fn administrators(
    tx: &mut ReadTx,
    organisation: OrganisationId,
) -> Result<Vec<Administrator>> {
    let rows = sqlx::query!(
        r#"select user_id as "user_id!", name as "name!", email as "email!"
           from access.administrators_to_ask($1)"#,
        organisation.0,
    )
    .fetch_all(tx.connection())
    .await?;
    let people = rows.into_iter().map(|row| Administrator {
        user: UserId(row.user_id),
        name: row.name,
        email: row.email,
    });
    Ok(people.collect())
}

/// The address of the signatory that the organisation has on record, with their name; the
/// first by name when there are several.
pub async fn signatory_on_record(
    tx: &mut ReadTx,
    organisation: OrganisationId,
) -> Result<Option<(String, String)>> {
    let row = sqlx::query!(
        "select u.name, u.email from memberships m join users u on u.id = m.user_id
         where m.organisation_id = $1 and m.role = 'signatory'
         order by lower(u.name), u.id limit 1",
        organisation.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| (row.name, row.email)))
}
