//! The people of an organisation.

use crate::error::{named, one_row};
use crate::{ReadTx, Result, WriteTx};
use domain::id::{OrganisationId, UserId};
use domain::role::OrganisationRole;
use policy::Permit;
use policy::organisation::ManagePeople;

/// A member.
#[derive(Debug, Clone)]
pub struct Person {
    /// The account.
    pub user: UserId,
    /// The full name.
    pub name: String,
    /// The address they sign in with.
    pub email: String,
    /// What they may do.
    pub role: OrganisationRole,
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
        "select u.id, u.name, u.email, m.role from memberships m join users u on u.id = m.user_id
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
            role: role(&row.role)?,
        })
    });
    people.collect()
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
        "select u.id, u.name, u.email, m.role from memberships m join users u on u.id = m.user_id
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
            role: role(&row.role)?,
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
