//! The answers of an application and the marks of its sections.

use crate::{ReadTx, Result, StoreError, WriteTx};
use domain::id::ApplicationId;
use policy::Permit;
use policy::organisation::{AnswerQuestions, StartApplication};
use questions::{AnswerKey, Answers, Values};
use serde::Deserialize;
use sqlx::types::Json;
use std::collections::BTreeMap;
use time::OffsetDateTime;

/// An answer as functions of the database give it along with other things.
#[derive(Debug, Deserialize)]
pub(crate) struct AnswerRow {
    page: String,
    item: i16,
    answer: Values,
}

/// The answers in these rows.
pub(crate) fn answers_in(rows: Vec<AnswerRow>) -> Answers {
    let mut answers = Answers::new();
    for row in rows {
        answers.insert(row.page, row.item, row.answer);
    }
    answers
}

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
#[derive(Debug, Clone, Default)]
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

/// Adds a first answer of a new application, with its place in the history.
pub async fn add(
    tx: &mut WriteTx,
    permit: &Permit<StartApplication>,
    application: ApplicationId,
    name: &str,
    place: &AnswerKey,
    values: &Values,
    is_complete: bool,
) -> Result<()> {
    let now = tx.now();
    sqlx::query!(
        "with saved as (
             insert into answers (organisation_id, application_id, page, item, answer, is_complete, version,
                                  saved_at, saved_by, saved_by_name)
             values ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9) returning *)
         insert into answer_history (organisation_id, application_id, page, item, answer, version, saved_at,
                                     saved_by, saved_by_name)
         select organisation_id, application_id, page, item, answer, version, saved_at, saved_by, saved_by_name
         from saved",
        permit.organisation().0,
        application.0,
        place.page,
        place.item,
        Json(values) as _,
        is_complete,
        now,
        permit.user().0,
        name,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Marks a section complete or not complete.
pub async fn mark(
    tx: &mut WriteTx,
    permit: &Permit<AnswerQuestions>,
    application: ApplicationId,
    name: &str,
    task: &str,
    is_complete: bool,
) -> Result<()> {
    let now = tx.now();
    sqlx::query!(
        "insert into section_marks (organisation_id, application_id, task, is_complete, marked_at, marked_by_name)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (application_id, task) do update
         set is_complete = excluded.is_complete, marked_at = excluded.marked_at,
             marked_by_name = excluded.marked_by_name",
        permit.organisation().0,
        application.0,
        task,
        is_complete,
        now,
        name,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
