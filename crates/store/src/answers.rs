//! The answers of an application and the marks of its sections.

use crate::{ReadTx, Result, StoreError};
use domain::id::ApplicationId;
use questions::{AnswerKey, Answers, Values};
use std::collections::BTreeMap;
use time::OffsetDateTime;

/// When and by whom an answer was saved, and whether it passed its page's checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// Goes up with each save.
    pub version: i32,
    /// True when it passed every check of the page.
    pub is_complete: bool,
    /// When it was saved.
    pub at: OffsetDateTime,
    /// Who saved it.
    pub by: String,
}

/// All answers of an application with how each was saved, and the section marks.
#[derive(Debug, Default)]
pub struct Stored {
    /// The answers.
    pub answers: Answers,
    /// How each was saved.
    pub saved: BTreeMap<AnswerKey, Saved>,
    /// Sections that people marked, and as what.
    pub marks: BTreeMap<String, bool>,
}

/// Reads the values of an answer as the database gives them.
pub(crate) fn values(json: serde_json::Value) -> Result<Values> {
    serde_json::from_value(json).map_err(|_| StoreError::Corrupt {
        table: "answers",
        column: "answer",
    })
}

/// All answers of an application.
pub async fn list(tx: &mut ReadTx, application: ApplicationId) -> Result<Stored> {
    let mut stored = Stored::default();
    let rows = sqlx::query!(
        "select page, item, answer, is_complete, version, saved_at, saved_by_name
         from answers where application_id = $1",
        application.0,
    )
    .fetch_all(tx.connection())
    .await?;
    for row in rows {
        stored
            .answers
            .insert(row.page.clone(), row.item, values(row.answer)?);
        stored.saved.insert(
            AnswerKey {
                page: row.page,
                item: row.item,
            },
            Saved {
                version: row.version,
                is_complete: row.is_complete,
                at: row.saved_at,
                by: row.saved_by_name,
            },
        );
    }
    let marks = sqlx::query!(
        "select task, is_complete from section_marks where application_id = $1",
        application.0,
    )
    .fetch_all(tx.connection())
    .await?;
    stored.marks = marks
        .into_iter()
        .map(|row| (row.task, row.is_complete))
        .collect();
    Ok(stored)
}
