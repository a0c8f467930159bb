//! Which e-mails people want, and the summaries of a day.

use crate::error::{named, one_row};
use crate::{ReadTx, Result, WriteTx};
use domain::id::UserId;
use domain::notice_choice::NoticeChoice;
use serde::Deserialize;
use sqlx::types::Json;
use time::Date;

/// What this person chose; the usual when they never did.
pub async fn find(tx: &mut ReadTx, user: UserId) -> Result<NoticeChoice> {
    let choice = sqlx::query_scalar!(
        "select choice from notice_choices where user_id = $1",
        user.0
    )
    .fetch_optional(tx.connection())
    .await?;
    let choice = choice.map(|choice| {
        let choice = NoticeChoice::parse(&choice);
        named("notice_choices", "choice", choice)
    });
    Ok(choice.transpose()?.unwrap_or_default())
}

/// Keeps what the acting person chose.
pub async fn save(tx: &mut WriteTx, user: UserId, choice: NoticeChoice) -> Result<()> {
    let now = tx.now();
    let done = sqlx::query!(
        "insert into notice_choices (user_id, choice, chosen_at) values ($1, $2, $3)
         on conflict (user_id) do update set choice = excluded.choice, chosen_at = excluded.chosen_at",
        user.0,
        choice.as_str(),
        now,
    )
    .execute(tx.connection())
    .await?;
    one_row(done.rows_affected())
}

/// A summary to send.
#[derive(Debug)]
pub struct Summary {
    /// To whom.
    pub user: UserId,
    /// That person's name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// The day that it is about, in UK time.
    pub day: Date,
    /// What changed, by application.
    pub applications: Vec<Changed>,
}

/// What changed in one application.
#[derive(Debug, Deserialize)]
pub struct Changed {
    /// Its reference.
    pub reference: String,
    /// Name of the service; empty until given.
    pub service_name: String,
    /// The question set.
    pub set_id: String,
    /// Its version.
    pub set_version: String,
    /// The hash of the revision that the application began with.
    pub set_hash: String,
    /// Which pages others saved.
    pub saved: Vec<SavedPage>,
    /// Which tasks others assigned to the person.
    pub given: Vec<GivenTask>,
    /// Which tasks were changed after somebody had marked them as complete, and are to be checked again.
    #[serde(default)]
    pub check_again: Vec<String>,
}

/// A page that somebody saved.
#[derive(Debug, Deserialize)]
pub struct SavedPage {
    /// That person's name.
    pub by: String,
    /// The page.
    pub page: String,
}

/// A task that somebody assigned.
#[derive(Debug, Deserialize)]
pub struct GivenTask {
    /// That person's name.
    pub by: String,
    /// The task.
    pub task: String,
}

/// Summaries of yesterday that are due, up to `limit`. For the worker.
pub async fn list_due(tx: &mut ReadTx, limit: i32) -> Result<Vec<Summary>> {
    let rows = sqlx::query!(
        r#"select user_id as "user_id!", name as "name!", email as "email!", day as "day!",
                  applications as "applications!: Json<Vec<Changed>>"
           from access.summaries_due($1)"#,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let summaries = rows.into_iter().map(|row| Summary {
        user: UserId(row.user_id),
        name: row.name,
        email: row.email,
        day: row.day,
        applications: row.applications.0,
    });
    Ok(summaries.collect())
}

/// Notes that a summary is sent; false when another worker did, or it is not wanted any more.
pub async fn note(tx: &mut WriteTx, summary: &Summary, changes: i32) -> Result<bool> {
    let is_noted = sqlx::query_scalar!(
        r#"select access.note_summary($1, $2, $3) as "is_noted!""#,
        summary.user.0,
        summary.day,
        changes,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(is_noted)
}
