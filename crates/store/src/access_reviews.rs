//! Reviews of who has access to an organisation. What is said of each person is in [`entries`].

pub mod entries;

use crate::error::one_row;
use crate::{ReadTx, Result, WriteTx};
use domain::id::{AccessReviewId, OrganisationId};
use policy::Permit;
use policy::organisation::ReviewAccess;
use time::{Date, OffsetDateTime};

/// A review.
#[derive(Debug, Clone)]
pub struct AccessReview {
    /// The review.
    pub id: AccessReviewId,
    /// When it began.
    pub opened_at: OffsetDateTime,
    /// The day by which it should be done.
    pub due_on: Date,
    /// When it was done, and by whom.
    pub completed: Option<(OffsetDateTime, String)>,
}

/// The review that is open, if one is.
pub async fn find_open(
    tx: &mut ReadTx,
    organisation: OrganisationId,
) -> Result<Option<AccessReview>> {
    let row = sqlx::query!(
        "select id, opened_at, due_on from access_reviews
         where organisation_id = $1 and completed_at is null",
        organisation.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| AccessReview {
        id: AccessReviewId(row.id),
        opened_at: row.opened_at,
        due_on: row.due_on,
        completed: None,
    }))
}

/// One review of the organisation.
pub async fn find(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    id: AccessReviewId,
) -> Result<Option<AccessReview>> {
    let row = sqlx::query!(
        "select id, opened_at, due_on, completed_at, completed_by_name from access_reviews
         where organisation_id = $1 and id = $2",
        organisation.0,
        id.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| AccessReview {
        id: AccessReviewId(row.id),
        opened_at: row.opened_at,
        due_on: row.due_on,
        completed: row.completed_at.zip(row.completed_by_name),
    }))
}

/// Reviews that are done, newest first, after the first `skip`, up to `limit`.
pub async fn list_completed(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    skip: i64,
    limit: i64,
) -> Result<Vec<AccessReview>> {
    let rows = sqlx::query!(
        r#"select id, opened_at, due_on, completed_at as "completed_at!",
                  completed_by_name as "completed_by_name!"
           from access_reviews where organisation_id = $1 and completed_at is not null
           order by completed_at desc, id offset $2 limit $3"#,
        organisation.0,
        skip,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let reviews = rows.into_iter().map(|row| AccessReview {
        id: AccessReviewId(row.id),
        opened_at: row.opened_at,
        due_on: row.due_on,
        completed: Some((row.completed_at, row.completed_by_name)),
    });
    Ok(reviews.collect())
}

/// Begins a review; false when one is open.
pub async fn begin(
    tx: &mut WriteTx,
    permit: &Permit<ReviewAccess>,
    id: AccessReviewId,
    due_on: Date,
) -> Result<bool> {
    add(tx, permit.organisation(), id, due_on).await
}

/// Begins a review that is due, as the worker; false when one is open.
pub async fn begin_as_service(
    tx: &mut WriteTx,
    organisation: OrganisationId,
    id: AccessReviewId,
    due_on: Date,
) -> Result<bool> {
    add(tx, organisation, id, due_on).await
}

async fn add(
    tx: &mut WriteTx,
    organisation: OrganisationId,
    id: AccessReviewId,
    due_on: Date,
) -> Result<bool> {
    let now = tx.now();
    let done = sqlx::query!(
        "insert into access_reviews (id, organisation_id, opened_at, due_on)
         values ($1, $2, $3, $4) on conflict do nothing",
        id.0,
        organisation.0,
        now,
        due_on,
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Finishes a review.
pub async fn finish(
    tx: &mut WriteTx,
    permit: &Permit<ReviewAccess>,
    review: AccessReviewId,
    by_name: &str,
) -> Result<()> {
    let now = tx.now();
    let done = sqlx::query!(
        "update access_reviews set completed_at = $3, completed_by = $4, completed_by_name = $5
         where organisation_id = $1 and id = $2 and completed_at is null",
        permit.organisation().0,
        review.0,
        now,
        permit.user().0,
        by_name,
    )
    .execute(tx.connection())
    .await?;
    one_row(done.rows_affected())
}
