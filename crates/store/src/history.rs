//! Every version of every answer, and what was sent and not saved.

pub mod moments;

use crate::answers::values;
use crate::error::named;
use crate::{ReadTx, Result};
use domain::id::ApplicationId;
use questions::{AnswerKey, Values};
use time::OffsetDateTime;

/// Whether an entry became an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It was saved.
    Saved,
    /// It was sent when another version was there, and kept beside.
    SetAside,
}

impl Fate {
    fn number(self) -> i16 {
        match self {
            Self::Saved => 0,
            Self::SetAside => 1,
        }
    }

    pub(crate) fn of(number: i16) -> Option<Self> {
        match number {
            0 => Some(Self::Saved),
            1 => Some(Self::SetAside),
            _ => None,
        }
    }
}

/// Where an entry stands among all, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// When.
    pub at: OffsetDateTime,
    /// Of which sort it is.
    pub fate: Fate,
    /// Its number within its sort.
    pub id: i64,
}

/// Something that was saved, or set aside.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Where it stands.
    pub mark: Mark,
    /// Which answer.
    pub key: AnswerKey,
    /// The version that it became; of what was set aside, the one that its author had seen.
    pub version: i32,
    /// True when an item of a list was removed.
    pub is_removal: bool,
    /// Who.
    pub by: String,
}

/// An entry with its values.
#[derive(Debug, Clone)]
pub struct Version {
    /// The entry.
    pub entry: Entry,
    /// The values, in normal form.
    pub values: Values,
}

struct Row {
    at: OffsetDateTime,
    fate: i16,
    id: i64,
    page: String,
    item: i16,
    version: i32,
    is_removal: bool,
    by: String,
}

impl Row {
    fn into_entry(self) -> Result<Entry> {
        let (page, item) = (self.page, self.item);
        Ok(Entry {
            mark: Mark {
                at: self.at,
                fate: named("answer_history", "id", Fate::of(self.fate))?,
                id: self.id,
            },
            key: AnswerKey { page, item },
            version: self.version,
            is_removal: self.is_removal,
            by: self.by,
        })
    }
}

/// What was saved and set aside in an application, newest first, after `after`, at most `limit`.
pub async fn list(
    tx: &mut ReadTx,
    application: ApplicationId,
    after: Option<Mark>,
    limit: i64,
) -> Result<Vec<Entry>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select at as "at!", fate as "fate!", id as "id!", page as "page!", item as "item!", version as "version!",
                  is_removal as "is_removal!", by as "by!"
           from (
               (select saved_at as at, 0::smallint as fate, id, page, item, version,
                       answer = '{}'::jsonb and item > 0 as is_removal, saved_by_name as by
                from answer_history
                where application_id = $1
                  and ($2::timestamptz is null or (saved_at, 0::smallint, id) < ($2, $3::smallint, $4::bigint))
                order by saved_at desc, id desc limit $5)
               union all
               (select set_aside_at, 1::smallint, id, page, item, seen, false, set_aside_by_name
                from set_aside_answers
                where application_id = $1
                  and ($2::timestamptz is null or (set_aside_at, 1::smallint, id) < ($2, $3::smallint, $4::bigint))
                order by set_aside_at desc, id desc limit $5)) entries
           order by at desc, fate desc, id desc limit $5"#,
        application.0,
        after.map(|mark| mark.at),
        after.map(|mark| mark.fate.number()),
        after.map(|mark| mark.id),
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter().map(Row::into_entry).collect()
}

/// The versions of one answer and what was set aside of it, newest first, at most `limit`.
pub async fn list_of_answer(
    tx: &mut ReadTx,
    application: ApplicationId,
    key: &AnswerKey,
    limit: i64,
) -> Result<Vec<Version>> {
    let rows = sqlx::query!(
        r#"select at as "at!", fate as "fate!", id as "id!", version as "version!", answer as "answer!", by as "by!"
           from (
               select saved_at as at, 0::smallint as fate, id, version, answer, saved_by_name as by
               from answer_history where application_id = $1 and page = $2 and item = $3
               union all
               select set_aside_at, 1::smallint, id, seen, answer, set_aside_by_name
               from set_aside_answers where application_id = $1 and page = $2 and item = $3) entries
           order by at desc, fate desc, id desc limit $4"#,
        application.0,
        key.page,
        key.item,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let version = |row: (OffsetDateTime, i16, i64, i32, serde_json::Value, String)| {
        let (at, fate, id, version, answer, by) = row;
        let values = values(answer)?;
        let fate = named("answer_history", "id", Fate::of(fate))?;
        Ok(Version {
            entry: Entry {
                mark: Mark { at, fate, id },
                key: key.clone(),
                version,
                is_removal: values.is_empty() && key.item > 0,
                by,
            },
            values,
        })
    };
    rows.into_iter()
        .map(|row| version((row.at, row.fate, row.id, row.version, row.answer, row.by)))
        .collect()
}

/// One saved version of an answer.
pub async fn find(
    tx: &mut ReadTx,
    application: ApplicationId,
    key: &AnswerKey,
    version: i32,
) -> Result<Option<Values>> {
    let answer = sqlx::query_scalar!(
        "select answer from answer_history where application_id = $1 and page = $2 and item = $3 and version = $4",
        application.0,
        key.page,
        key.item,
        version,
    )
    .fetch_optional(tx.connection())
    .await?;
    answer.map(values).transpose()
}
