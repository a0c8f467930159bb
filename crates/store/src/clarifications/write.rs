//! Asking and replying.

use crate::error::one_row;
use crate::{Result, StoreError, WriteTx};
use domain::application::Application;
use domain::id::ClarificationId;
use policy::organisation::ReplyToClarification;
use policy::team::AskClarification;
use policy::{Permit, TeamPermit};
use time::Date;

use super::KeptPage;

/// A request that is about to be sent.
#[derive(Debug)]
pub struct NewClarification<'a> {
    /// Identifier.
    pub id: ClarificationId,
    /// First, second, and so on.
    pub number: i32,
    /// Date by which to reply.
    pub due_on: Date,
    /// Who asks.
    pub by_name: &'a str,
    /// What is asked.
    pub items: Vec<NewItem<'a>>,
}

/// What is asked about one subject.
#[derive(Debug)]
pub struct NewItem<'a> {
    /// The question or group.
    pub subject: &'a str,
    /// What is asked.
    pub request: &'a str,
    /// The pages whose answers are open until the reply.
    pub pages: &'a [String],
    /// The subject's answers now.
    pub before: Vec<KeptPage>,
}

fn json(pages: &[KeptPage]) -> Result<serde_json::Value> {
    serde_json::to_value(pages).map_err(|_| StoreError::Corrupt {
        table: "clarification_items",
        column: "before",
    })
}

/// Sends a request. The database has one open request at most for each application.
pub async fn add(
    tx: &mut WriteTx,
    permit: &TeamPermit<AskClarification>,
    application: &Application,
    new: &NewClarification<'_>,
) -> Result<()> {
    let now = tx.now();
    sqlx::query!(
        "insert into clarifications (id, organisation_id, application_id, number, state, asked_at, asked_by,
                                     asked_by_name, due_on)
         values ($1, $2, $3, $4, 'asked', $5, $6, $7, $8)",
        new.id.0,
        application.organisation.0,
        application.id.0,
        new.number,
        now,
        permit.user().0,
        new.by_name,
        new.due_on,
    )
    .execute(tx.connection())
    .await?;
    for item in &new.items {
        sqlx::query!(
            "insert into clarification_items (organisation_id, clarification_id, application_id, subject, request,
                                              pages, before)
             values ($1, $2, $3, $4, $5, $6, $7)",
            application.organisation.0,
            new.id.0,
            application.id.0,
            item.subject,
            item.request,
            item.pages,
            json(&item.before)?,
        )
        .execute(tx.connection())
        .await?;
    }
    Ok(())
}

/// Saves the reply to one item; somebody else's save meanwhile is `Stale`.
pub async fn save_reply(
    tx: &mut WriteTx,
    permit: &Permit<ReplyToClarification>,
    item: (ClarificationId, &str),
    version: i32,
    reply: &str,
    by_name: &str,
) -> Result<()> {
    let (clarification, subject) = item;
    let now = tx.now();
    let done = sqlx::query!(
        "update clarification_items
         set reply = $4, version = version + 1, replied_at = $5, replied_by_name = $6
         where clarification_id = $1 and subject = $2 and version = $3 and organisation_id = $7",
        clarification.0,
        subject,
        version,
        reply,
        now,
        by_name,
        permit.organisation().0,
    )
    .execute(tx.connection())
    .await?;
    one_row(done.rows_affected())
}

/// Sends the reply: keeps each subject's answers as they are now.
pub async fn answer(
    tx: &mut WriteTx,
    permit: &Permit<ReplyToClarification>,
    clarification: ClarificationId,
    by_name: &str,
    after: &[(&str, Vec<KeptPage>)],
) -> Result<()> {
    let now = tx.now();
    for (subject, pages) in after {
        let done = sqlx::query!(
            "update clarification_items set after = $3
             where clarification_id = $1 and subject = $2 and organisation_id = $4",
            clarification.0,
            subject,
            json(pages)?,
            permit.organisation().0,
        )
        .execute(tx.connection())
        .await?;
        one_row(done.rows_affected())?;
    }
    let done = sqlx::query!(
        "update clarifications set state = 'answered', answered_at = $2, answered_by_name = $3
         where id = $1 and state = 'asked' and organisation_id = $4",
        clarification.0,
        now,
        by_name,
        permit.organisation().0,
    )
    .execute(tx.connection())
    .await?;
    one_row(done.rows_affected())
}
