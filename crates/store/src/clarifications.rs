//! Requests for clarification and the supplier's replies.

mod write;

pub use write::{NewClarification, NewItem, add, answer, save_reply};

use crate::{ReadTx, Result, StoreError};
use domain::id::{ApplicationId, ClarificationId};
use questions::{Answers, Values};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

/// The most requests that one application is shown with.
const REQUESTS_MAX: i64 = 50;

/// The stored values of one page, kept with a request as they were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPage {
    /// Page of the question set.
    pub page: String,
    /// Number of the list item; 0 when none.
    pub item: i16,
    /// Field to values.
    pub values: Values,
}

/// A request for clarification.
#[derive(Debug, Clone)]
pub struct Clarification {
    /// Identifier.
    pub id: ClarificationId,
    /// First, second, and so on.
    pub number: i32,
    /// When it was sent.
    pub asked_at: OffsetDateTime,
    /// Who asked.
    pub asked_by_name: String,
    /// Date by which to reply.
    pub due_on: Date,
    /// When the reply was sent; none while it is open.
    pub answered_at: Option<OffsetDateTime>,
    /// Who sent the reply.
    pub answered_by_name: Option<String>,
    /// What is asked, one subject each.
    pub items: Vec<Item>,
}

/// What is asked about one subject, and the reply.
#[derive(Debug, Clone)]
pub struct Item {
    /// The question or group; only its answers are unlocked.
    pub subject: String,
    /// What is asked.
    pub request: String,
    /// The supplier's words.
    pub reply: Option<String>,
    /// Goes up with each save of the reply.
    pub version: i32,
    /// When the reply was saved last.
    pub replied_at: Option<OffsetDateTime>,
    /// By whom.
    pub replied_by_name: Option<String>,
    /// The subject's answers when asked.
    pub before: Vec<KeptPage>,
    /// The subject's answers when the reply was sent.
    pub after: Option<Vec<KeptPage>>,
}

impl Clarification {
    /// True until the reply is sent.
    pub fn is_open(&self) -> bool {
        self.answered_at.is_none()
    }

    /// The answers of the first subject that has this page, as they were when it was asked about.
    pub fn before(&self, page: &str) -> Option<&[KeptPage]> {
        let mut kept = self.items.iter().map(|item| item.before.as_slice());
        kept.find(|before| before.iter().any(|kept| kept.page == page))
    }

    /// What is asked about this subject.
    pub fn item(&self, subject: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.subject == subject)
    }
}

/// These answers of the pages as they are kept with a request.
pub fn kept(answers: &Answers, pages: &[String]) -> Vec<KeptPage> {
    answers
        .iter()
        .filter(|(key, _)| pages.contains(&key.page))
        .map(|(key, values)| KeptPage {
            page: key.page.clone(),
            item: key.item,
            values: values.clone(),
        })
        .collect()
}

fn pages(json: serde_json::Value, column: &'static str) -> Result<Vec<KeptPage>> {
    serde_json::from_value(json).map_err(|_| StoreError::Corrupt {
        table: "clarification_items",
        column,
    })
}

/// The requests of an application with their items, first request first.
pub async fn list(tx: &mut ReadTx, application: ApplicationId) -> Result<Vec<Clarification>> {
    let rows = sqlx::query!(
        "select id, number, asked_at, asked_by_name, due_on, answered_at, answered_by_name
         from clarifications where application_id = $1 order by number limit $2",
        application.0,
        REQUESTS_MAX,
    )
    .fetch_all(tx.connection())
    .await?;
    let mut requests: Vec<Clarification> = rows
        .into_iter()
        .map(|row| Clarification {
            id: ClarificationId(row.id),
            number: row.number,
            asked_at: row.asked_at,
            asked_by_name: row.asked_by_name,
            due_on: row.due_on,
            answered_at: row.answered_at,
            answered_by_name: row.answered_by_name,
            items: Vec::new(),
        })
        .collect();
    if requests.is_empty() {
        return Ok(requests);
    }
    let items = sqlx::query!(
        "select clarification_id, subject, request, reply, version, replied_at, replied_by_name, before, after
         from clarification_items where application_id = $1 order by subject",
        application.0,
    )
    .fetch_all(tx.connection())
    .await?;
    for row in items {
        let id = ClarificationId(row.clarification_id);
        let item = Item {
            subject: row.subject,
            request: row.request,
            reply: row.reply,
            version: row.version,
            replied_at: row.replied_at,
            replied_by_name: row.replied_by_name,
            before: pages(row.before, "before")?,
            after: row.after.map(|json| pages(json, "after")).transpose()?,
        };
        if let Some(request) = requests.iter_mut().find(|request| request.id == id) {
            request.items.push(item);
        }
    }
    Ok(requests)
}

/// Who submitted an application, to tell them of what comes after.
pub async fn submitter(
    tx: &mut ReadTx,
    application: ApplicationId,
) -> Result<Option<(String, String)>> {
    let row = sqlx::query!(
        "select u.name, u.email from applications a join users u on u.id = a.submitted_by
         where a.id = $1",
        application.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| (row.name, row.email)))
}
