//! The answers of an application and the marks of its sections.

use crate::{ReadTx, Result, StoreError, WriteTx};
use domain::id::ApplicationId;
use domain::origin::Origin;
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
    /// Sections that were changed after somebody had marked them as complete.
    pub changed: BTreeMap<String, Changed>,
}

/// That a section was changed by somebody else, or from a file, after it had been marked as
/// complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// When it was changed last.
    pub at: OffsetDateTime,
    /// Who changed it.
    pub by: String,
    /// Whether from a file.
    pub is_from_file: bool,
    /// When it had been marked.
    pub marked_at: OffsetDateTime,
    /// Who had marked it.
    pub marked_by: String,
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
        "select task, is_complete, marked_at, marked_by_name, changed_at, changed_by_name, is_changed_from_file
         from section_marks where application_id = $1",
        application.0,
    )
    .fetch_all(tx.connection())
    .await?;
    for row in marks {
        stored.marks.insert(row.task.clone(), row.is_complete);
        let changed = row.changed_at.zip(row.changed_by_name);
        if let Some((at, by)) = changed.filter(|_| !row.is_complete) {
            let changed = Changed {
                at,
                by,
                is_from_file: row.is_changed_from_file,
                marked_at: row.marked_at,
                marked_by: row.marked_by_name,
            };
            stored.changed.insert(row.task, changed);
        }
    }
    Ok(stored)
}

/// A first answer of a new application.
#[derive(Debug)]
pub struct First<'a> {
    /// Which answer.
    pub place: &'a AnswerKey,
    /// Its values, in normal form.
    pub values: &'a Values,
    /// True when they pass every check of the page.
    pub is_complete: bool,
    /// Where they came from.
    pub origin: &'a Origin,
}

/// Adds a first answer of a new application, with its place in the history.
pub async fn add(
    tx: &mut WriteTx,
    permit: &Permit<StartApplication>,
    application: ApplicationId,
    name: &str,
    first: &First<'_>,
) -> Result<()> {
    let now = tx.now();
    sqlx::query!(
        "with saved as (
             insert into answers (organisation_id, application_id, page, item, answer, is_complete, version,
                                  saved_at, saved_by, saved_by_name)
             values ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9) returning *)
         insert into answer_history (organisation_id, application_id, page, item, answer, version, saved_at,
                                     saved_by, saved_by_name, origin, origin_name)
         select organisation_id, application_id, page, item, answer, version, saved_at, saved_by, saved_by_name,
                $10, $11
         from saved",
        permit.organisation().0,
        application.0,
        first.place.page,
        first.place.item,
        Json(first.values) as _,
        first.is_complete,
        now,
        permit.user().0,
        name,
        first.origin.kind.as_str(),
        first.origin.name,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Marks a section complete or not complete. What was changed before does not count any more.
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
        "insert into section_marks (organisation_id, application_id, task, is_complete, marked_at, marked_by,
                                    marked_by_name)
         values ($1, $2, $3, $4, $5, $7, $6)
         on conflict (application_id, task) do update
         set is_complete = excluded.is_complete, marked_at = excluded.marked_at, marked_by = excluded.marked_by,
             marked_by_name = excluded.marked_by_name, changed_at = null, changed_by_name = null,
             is_changed_from_file = false",
        permit.organisation().0,
        application.0,
        task,
        is_complete,
        now,
        name,
        permit.user().0,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
