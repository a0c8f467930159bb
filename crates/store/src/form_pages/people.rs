//! Who does which task of an application and who else looks at a page, as the database gives it.

use super::row::day;
use super::stored::moment;
use super::{Others, Visitor};
use crate::Result;
use crate::assignments::Assigned;
use domain::id::UserId;
use questions::AnswerKey;
use serde::Deserialize;
use sqlx::types::Json;
use std::collections::BTreeMap;
use uuid::Uuid;

#[derive(Debug, Deserialize)]
pub(super) struct AssignedRow {
    user: Uuid,
    name: String,
    due_on: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct LookRow {
    opened: Option<Vec<VisitorRow>>,
    saved: Option<Vec<SavedRow>>,
}

#[derive(Debug, Deserialize)]
struct VisitorRow {
    user: Uuid,
    name: String,
    at: f64,
}

#[derive(Debug, Deserialize)]
struct SavedRow {
    user: Uuid,
    page: String,
    item: i16,
}

pub(super) fn assigned(
    rows: Option<Json<BTreeMap<String, AssignedRow>>>,
) -> Result<BTreeMap<String, Assigned>> {
    let rows = rows.map(|Json(rows)| rows).unwrap_or_default();
    let one = |(task, row): (String, AssignedRow)| {
        let due_on = row.due_on.map(|text| day(&text, "task_assignments"));
        let assigned = Assigned {
            user: UserId(row.user),
            name: row.name,
            due_on: due_on.transpose()?,
        };
        Ok((task, assigned))
    };
    rows.into_iter().map(one).collect()
}

pub(super) fn others(Json(row): Json<LookRow>) -> Others {
    let opened = row.opened.unwrap_or_default().into_iter();
    let saved = row.saved.unwrap_or_default().into_iter();
    Others {
        opened: opened
            .map(|row| Visitor {
                user: UserId(row.user),
                name: row.name,
                at: moment(row.at),
            })
            .collect(),
        saved: saved
            .map(|row| {
                let (page, item) = (row.page, row.item);
                (AnswerKey { page, item }, UserId(row.user))
            })
            .collect(),
    }
}
