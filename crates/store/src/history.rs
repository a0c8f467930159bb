//! Every version of every answer, what was sent and not saved, and what became of documents.

pub mod item_names;
pub mod moments;

use crate::answers::values;
use crate::error::named;
use crate::{ReadTx, Result};
use domain::document::DocumentEvent;
use domain::id::{ApplicationId, DocumentId};
use domain::origin::{Origin, OriginKind};
use questions::{AnswerKey, Values};
use time::OffsetDateTime;
use uuid::Uuid;

/// What an entry became.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It was saved.
    Saved,
    /// It was sent when another version was there, and kept beside.
    SetAside,
    /// It is no answer: something became of a document.
    OfDocument,
}

impl Fate {
    fn number(self) -> i16 {
        match self {
            Self::Saved => 0,
            Self::SetAside => 1,
            Self::OfDocument => 2,
        }
    }

    pub(crate) fn of(number: i16) -> Option<Self> {
        match number {
            0 => Some(Self::Saved),
            1 => Some(Self::SetAside),
            2 => Some(Self::OfDocument),
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

/// What became of a document.
#[derive(Debug, Clone)]
pub struct Happened {
    /// What.
    pub event: DocumentEvent,
    /// The version of the document.
    pub document: DocumentId,
    /// Which version that is, counted from 1.
    pub number: i32,
    /// What the document was called.
    pub title: String,
    /// Whether it is still there.
    pub is_there: bool,
}

/// Something that was saved, or set aside, or that became of a document.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Where it stands.
    pub mark: Mark,
    /// Which answer; of a document in the list of all, the page about documents.
    pub key: AnswerKey,
    /// The version that it became; of what was set aside, the one that its author had seen; of a
    /// document, the one that was there then.
    pub version: i32,
    /// True when an item of a list was removed.
    pub is_removal: bool,
    /// Who; empty where that was not kept.
    pub by: String,
    /// What became of which document; none for answers.
    pub document: Option<Happened>,
    /// Where a saved answer came from; of everything else, typed.
    pub origin: Origin,
}

/// An entry with its values.
#[derive(Debug, Clone)]
pub struct Version {
    /// The entry.
    pub entry: Entry,
    /// The values, in normal form; of a document, those that were there then.
    pub values: Values,
}

struct Row {
    at: OffsetDateTime,
    fate: i16,
    id: i64,
    page: String,
    item: i16,
    version: i32,
    /// Its values, where they are asked for.
    answer: Option<serde_json::Value>,
    is_removal: bool,
    by: String,
    origin: String,
    origin_name: Option<String>,
    event: Option<String>,
    document: Option<Uuid>,
    number: Option<i32>,
    title: Option<String>,
    is_there: Option<bool>,
}

impl Row {
    fn happened(&mut self) -> Result<Option<Happened>> {
        let (Some(event), Some(document), Some(number)) = (&self.event, self.document, self.number)
        else {
            return Ok(None);
        };
        Ok(Some(Happened {
            event: named("document_history", "event", DocumentEvent::parse(event))?,
            document: DocumentId(document),
            number,
            title: self.title.take().unwrap_or_default(),
            is_there: self.is_there.unwrap_or_default(),
        }))
    }

    fn into_entry(mut self) -> Result<Entry> {
        let document = self.happened()?;
        let (page, item) = (self.page, self.item);
        let origin = origin(&self.origin, self.origin_name)?;
        Ok(Entry {
            origin,
            mark: Mark {
                at: self.at,
                fate: named("answer_history", "id", Fate::of(self.fate))?,
                id: self.id,
            },
            key: AnswerKey { page, item },
            version: self.version,
            is_removal: self.is_removal,
            by: self.by,
            document,
        })
    }
}

/// Where an answer came from, as it is stored.
pub(crate) fn origin(kind: &str, name: Option<String>) -> Result<Origin> {
    let kind = named("answer_history", "origin", OriginKind::parse(kind))?;
    Ok(Origin { kind, name })
}

/// What was saved and set aside in an application and what became of its documents, newest first,
/// after `after`, at most `limit`.
pub async fn list(
    tx: &mut ReadTx,
    application: ApplicationId,
    after: Option<Mark>,
    limit: i64,
) -> Result<Vec<Entry>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select at as "at!", fate as "fate!", id as "id!", page as "page!", item as "item!", version as "version!",
                  null::jsonb as answer, is_removal as "is_removal!", by as "by!", origin as "origin!", origin_name, event,
                  document, number, title, is_there
           from (
               (select saved_at as at, 0::smallint as fate, id, page, item, version,
                       answer = '{}'::jsonb and item > 0 as is_removal, saved_by_name as by, origin, origin_name,
                       null as event, null::uuid as document, null::integer as number, null as title,
                       null::boolean as is_there
                from answer_history
                where application_id = $1
                  and ($2::timestamptz is null or (saved_at, 0::smallint, id) < ($2, $3::smallint, $4::bigint))
                order by saved_at desc, id desc limit $5)
               union all
               (select set_aside_at, 1::smallint, id, page, item, seen, false, set_aside_by_name, 'typed', null,
                       null, null, null, null, null
                from set_aside_answers
                where application_id = $1
                  and ($2::timestamptz is null or (set_aside_at, 1::smallint, id) < ($2, $3::smallint, $4::bigint))
                order by set_aside_at desc, id desc limit $5)
               union all
               (select h.at, 2::smallint, h.id, 'documents', 0::smallint, 0, false, h.by_name, 'typed', null,
                       h.event, d.id, d.number, h.title, d.removed_at is null
                from document_history h join documents d on d.id = h.document_id
                where h.application_id = $1
                  and ($2::timestamptz is null or (h.at, 2::smallint, h.id) < ($2, $3::smallint, $4::bigint))
                order by h.at desc, h.id desc limit $5)) entries
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

/// The versions of one answer, what was set aside of it, and what became of documents that belong to
/// one of `belongs_to`, newest first, at most `limit`.
pub async fn list_of_answer(
    tx: &mut ReadTx,
    application: ApplicationId,
    key: &AnswerKey,
    belongs_to: &[String],
    limit: i64,
) -> Result<Vec<Version>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select at as "at!", fate as "fate!", id as "id!", $2::text as "page!", $3::smallint as "item!", version as "version!",
                  answer, is_removal as "is_removal!", by as "by!", origin as "origin!", origin_name, event, document,
                  number, title, is_there
           from (
               select saved_at as at, 0::smallint as fate, id, version, answer,
                      answer = '{}'::jsonb and item > 0 as is_removal, saved_by_name as by, origin, origin_name,
                      null as event, null::uuid as document, null::integer as number, null as title,
                      null::boolean as is_there
               from answer_history where application_id = $1 and page = $2 and item = $3
               union all
               select set_aside_at, 1::smallint, id, seen, answer, false, set_aside_by_name, 'typed', null, null, null,
                      null, null, null
               from set_aside_answers where application_id = $1 and page = $2 and item = $3
               union all
               select h.at, 2::smallint, h.id, coalesce(w.version, 0), coalesce(w.answer, '{}'::jsonb), false, h.by_name,
                      'typed', null, h.event, d.id, d.number, h.title, d.removed_at is null
               from (select o.*, lag(o.questions) over (partition by o.document_id order by o.id) as earlier
                     from document_history o where o.application_id = $1) h
               join documents d on d.id = h.document_id
               left join lateral (select a.version, a.answer from answer_history a
                                  where a.application_id = $1 and a.page = $2 and a.item = $3 and a.saved_at <= h.at
                                  order by a.version desc limit 1) w on true
               where h.questions && $5 or h.earlier && $5) entries
           order by at desc, fate desc, id desc limit $4"#,
        application.0,
        key.page,
        key.item,
        limit,
        belongs_to,
    )
    .fetch_all(tx.connection())
    .await?;
    let version = |mut row: Row| {
        let values = values(row.answer.take().unwrap_or_default())?;
        let entry = row.into_entry()?;
        Ok(Version { entry, values })
    };
    rows.into_iter().map(version).collect()
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
