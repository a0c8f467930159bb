//! The answers of an application and the marks of its sections, as `page.form` answers them.

use crate::answers::{Changed, Saved, Stored};
use questions::{AnswerKey, Values};
use serde::Deserialize;
use sqlx::types::Json;
use std::collections::BTreeMap;
use time::OffsetDateTime;

#[derive(Debug, Deserialize)]
pub(super) struct AnswerRow {
    page: String,
    item: i16,
    answer: Values,
    is_complete: bool,
    version: i32,
    saved_at: f64,
    saved_by: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct ChangedRow {
    at: f64,
    by: String,
    is_from_file: bool,
    marked_at: f64,
    marked_by: String,
}

/// What is stored.
pub(super) fn stored(
    answers: Option<Json<Vec<AnswerRow>>>,
    marks: Option<Json<BTreeMap<String, bool>>>,
    changed: Option<Json<BTreeMap<String, ChangedRow>>>,
) -> Stored {
    let changed = changed.into_iter().flat_map(|Json(rows)| rows);
    let mut stored = Stored {
        marks: marks.map(|Json(marks)| marks).unwrap_or_default(),
        changed: changed.map(|(task, row)| (task, row.into())).collect(),
        ..Stored::default()
    };
    for row in answers.map(|Json(rows)| rows).unwrap_or_default() {
        let saved = Saved {
            version: row.version,
            is_complete: row.is_complete,
            at: moment(row.saved_at),
            by: row.saved_by,
        };
        stored
            .answers
            .insert(row.page.clone(), row.item, row.answer);
        let (page, item) = (row.page, row.item);
        stored.saved.insert(AnswerKey { page, item }, saved);
    }
    stored
}

impl From<ChangedRow> for Changed {
    fn from(row: ChangedRow) -> Self {
        Self {
            at: moment(row.at),
            by: row.by,
            is_from_file: row.is_from_file,
            marked_at: moment(row.marked_at),
            marked_by: row.marked_by,
        }
    }
}

/// The moment that the database gives as seconds; to the second is enough for people.
pub(super) fn moment(seconds: f64) -> OffsetDateTime {
    OffsetDateTime::UNIX_EPOCH + time::Duration::seconds_f64(seconds)
}
