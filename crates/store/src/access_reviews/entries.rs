//! What is said of each person in a review of access.

use super::find_open;
use crate::error::named;
use crate::{ReadTx, Result, WriteTx};
use domain::access_review::AccessOutcome;
use domain::id::{AccessReviewId, OrganisationId, UserId};
use domain::role::OrganisationRole;
use policy::Permit;
use policy::organisation::{ManagePeople, ReviewAccess};
use std::collections::HashMap;
use time::OffsetDateTime;

/// What was said of one person.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Of whom.
    pub user: UserId,
    /// Their name then.
    pub user_name: String,
    /// The role that they have from then on, or had when they were removed.
    pub role: OrganisationRole,
    /// What was said.
    pub outcome: AccessOutcome,
    /// When.
    pub decided_at: OffsetDateTime,
    /// By whom.
    pub decided_by_name: String,
}

/// What is to be said of one person.
#[derive(Debug)]
pub struct NewEntry<'a> {
    /// Of whom.
    pub user: UserId,
    /// Their name.
    pub user_name: &'a str,
    /// Their role.
    pub role: OrganisationRole,
    /// What is said.
    pub outcome: AccessOutcome,
    /// The name of who says so.
    pub decided_by_name: &'a str,
}

/// What was said in a review, by name, after the first `skip`, up to `limit`.
pub async fn list_entries(
    tx: &mut ReadTx,
    review: AccessReviewId,
    skip: i64,
    limit: i64,
) -> Result<Vec<Entry>> {
    let rows = sqlx::query!(
        "select user_id, user_name, role, outcome, decided_at, decided_by_name
         from access_review_entries where review_id = $1
         order by lower(user_name), user_id offset $2 limit $3",
        review.0,
        skip,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let entries = rows.into_iter().map(|row| {
        Ok(Entry {
            user: UserId(row.user_id),
            user_name: row.user_name,
            role: named(
                "access_review_entries",
                "role",
                OrganisationRole::parse(&row.role),
            )?,
            outcome: named(
                "access_review_entries",
                "outcome",
                AccessOutcome::parse(&row.outcome),
            )?,
            decided_at: row.decided_at,
            decided_by_name: row.decided_by_name,
        })
    });
    entries.collect()
}

/// What was said of these people in a review.
pub async fn outcomes_of(
    tx: &mut ReadTx,
    review: AccessReviewId,
    users: &[UserId],
) -> Result<HashMap<UserId, AccessOutcome>> {
    let users: Vec<_> = users.iter().map(|user| user.0).collect();
    let rows = sqlx::query!(
        "select user_id, outcome from access_review_entries
         where review_id = $1 and user_id = any ($2)",
        review.0,
        &users,
    )
    .fetch_all(tx.connection())
    .await?;
    let outcomes = rows.into_iter().map(|row| {
        let outcome = AccessOutcome::parse(&row.outcome);
        let outcome = named("access_review_entries", "outcome", outcome)?;
        Ok((UserId(row.user_id), outcome))
    });
    outcomes.collect()
}

/// How many members nothing was said of yet in this review.
pub async fn count_left(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    review: AccessReviewId,
) -> Result<i64> {
    let left = sqlx::query_scalar!(
        r#"select count(*) as "count!" from memberships m
           where m.organisation_id = $1 and not exists (
               select from access_review_entries e where e.review_id = $2 and e.user_id = m.user_id)"#,
        organisation.0,
        review.0,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(left)
}

/// Says something of one person in a review.
pub async fn say(
    tx: &mut WriteTx,
    permit: &Permit<ReviewAccess>,
    review: AccessReviewId,
    entry: &NewEntry<'_>,
) -> Result<()> {
    write(tx, permit.organisation(), permit.user(), review, entry).await
}

/// Notes in the open review, if there is one, that somebody's access was changed elsewhere.
pub async fn note_change(
    tx: &mut WriteTx,
    permit: &Permit<ManagePeople>,
    entry: &NewEntry<'_>,
) -> Result<()> {
    match find_open(tx, permit.organisation()).await? {
        Some(review) => write(tx, permit.organisation(), permit.user(), review.id, entry).await,
        None => Ok(()),
    }
}

async fn write(
    tx: &mut WriteTx,
    organisation: OrganisationId,
    by: UserId,
    review: AccessReviewId,
    entry: &NewEntry<'_>,
) -> Result<()> {
    let now = tx.now();
    sqlx::query!(
        "insert into access_review_entries (organisation_id, review_id, user_id, user_name, role, outcome,
                                            decided_at, decided_by, decided_by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (review_id, user_id) do update
         set role = excluded.role, outcome = excluded.outcome, decided_at = excluded.decided_at,
             decided_by = excluded.decided_by, decided_by_name = excluded.decided_by_name",
        organisation.0,
        review.0,
        entry.user.0,
        entry.user_name,
        entry.role.as_str(),
        entry.outcome.as_str(),
        now,
        by.0,
        entry.decided_by_name,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
