//! What a copy of an application holds of lists that grow: what was saved, what was asked of the PSN
//! team, earlier requests to owners. Each is bounded, and how many there are in all is counted.

use crate::answers::values;
use crate::error::named;
use crate::history::{Entry, Fate, Mark, Version, origin};
use crate::{ReadTx, Result};
use domain::document::DocumentEvent;
use domain::id::{ApplicationId, DocumentId, EnquiryId};
use questions::AnswerKey;
use std::collections::BTreeMap;
use time::{Date, OffsetDateTime};

/// How many entries an application has, of each list that is bounded in its copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Saved versions of answers, and answers that were set aside.
    pub history: i64,
    /// What became of its documents.
    pub document_history: i64,
    /// Messages of its threads with the team.
    pub messages: i64,
    /// Requests to the infrastructure's owner.
    pub owner_requests: i64,
    /// Requests to sign.
    pub signature_requests: i64,
}

/// A message of a thread with the team.
#[derive(Debug, Clone)]
pub struct Message {
    /// The thread.
    pub enquiry: EnquiryId,
    /// True when the team wrote it.
    pub is_from_team: bool,
    /// What was written.
    pub text: String,
    /// When.
    pub written_at: OffsetDateTime,
    /// By whom.
    pub written_by_name: String,
}

/// What became of a document, with what was said of it from then on.
#[derive(Debug, Clone)]
pub struct Happened {
    /// The version of the document.
    pub document: DocumentId,
    /// Which version that is, counted from 1.
    pub number: i32,
    /// What the file was called.
    pub file_name: String,
    /// What happened.
    pub event: DocumentEvent,
    /// When.
    pub at: OffsetDateTime,
    /// Who did it; empty where that was not kept.
    pub by: String,
    /// Until when what is said here held; none while it holds.
    pub until: Option<OffsetDateTime>,
    /// What people called it.
    pub title: String,
    /// What it showed; empty when not said.
    pub shows: String,
    /// What it belonged to.
    pub questions: Vec<String>,
    /// Who issued it; empty when not said.
    pub issuer: String,
    /// From when on what it says holds.
    pub effective_on: Option<Date>,
    /// The last day on which what it says holds.
    pub expires_on: Option<Date>,
}

/// When a section was marked, and by whom.
#[derive(Debug, Clone)]
pub struct Marked {
    /// When.
    pub at: OffsetDateTime,
    /// The name of who did.
    pub by: String,
}

/// Counts what an application has, whatever a copy holds of it.
pub async fn count(tx: &mut ReadTx, application: ApplicationId) -> Result<Counts> {
    let row = sqlx::query!(
        r#"select (select count(*) from answer_history where application_id = $1)
                + (select count(*) from set_aside_answers where application_id = $1) as "history!",
                  (select count(*) from document_history where application_id = $1) as "document_history!",
                  (select count(*) from enquiry_messages m join enquiries e on e.id = m.enquiry_id
                   where e.application_id = $1) as "messages!",
                  (select count(*) from owner_requests where application_id = $1) as "owner_requests!",
                  (select count(*) from signature_requests where application_id = $1) as "signature_requests!""#,
        application.0,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(Counts {
        history: row.history,
        document_history: row.document_history,
        messages: row.messages,
        owner_requests: row.owner_requests,
        signature_requests: row.signature_requests,
    })
}

/// What was saved and set aside in an application, with its values, oldest first: the newest
/// `entries_max` of them whose values have at most `bytes_max` together, the newest one in any case.
pub async fn list_history(
    tx: &mut ReadTx,
    application: ApplicationId,
    entries_max: i64,
    bytes_max: i64,
) -> Result<Vec<Version>> {
    let rows = sqlx::query!(
        r#"select at as "at!", fate as "fate!", id as "id!", page as "page!", item as "item!", version as "version!",
                  answer as "answer!", by as "by!", origin as "origin!", origin_name
           from (
               select e.*, row_number() over newest as place,
                      sum(octet_length(e.answer::text)) over newest as bytes
               from (
                   (select saved_at as at, 0::smallint as fate, id, page, item, version, answer, saved_by_name as by,
                           origin, origin_name
                    from answer_history where application_id = $1
                    order by saved_at desc, id desc limit $2)
                   union all
                   (select set_aside_at, 1::smallint, id, page, item, seen, answer, set_aside_by_name, 'typed', null
                    from set_aside_answers where application_id = $1
                    order by set_aside_at desc, id desc limit $2)) e
               window newest as (order by e.at desc, e.fate desc, e.id desc)) entries
           where place <= $2 and (place = 1 or bytes <= $3)
           order by at, fate, id"#,
        application.0,
        entries_max,
        bytes_max,
    )
    .fetch_all(tx.connection())
    .await?;
    let mut versions = Vec::with_capacity(rows.len());
    for row in rows {
        let values = values(row.answer)?;
        versions.push(Version {
            entry: Entry {
                mark: Mark {
                    at: row.at,
                    fate: named("answer_history", "id", Fate::of(row.fate))?,
                    id: row.id,
                },
                is_removal: row.fate == 0 && values.is_empty() && row.item > 0,
                key: AnswerKey {
                    page: row.page,
                    item: row.item,
                },
                version: row.version,
                by: row.by,
                document: None,
                origin: origin(&row.origin, row.origin_name)?,
            },
            values,
        });
    }
    Ok(versions)
}

/// What became of the documents of an application, oldest first: the newest `limit`.
pub async fn list_document_history(
    tx: &mut ReadTx,
    application: ApplicationId,
    limit: i64,
) -> Result<Vec<Happened>> {
    let rows = sqlx::query!(
        r#"select document_id as "document!", number as "number!", file_name as "file_name!", event as "event!",
                  at as "at!", by_name as "by!", until, title as "title!", shows as "shows!",
                  questions as "questions!", issuer as "issuer!", effective_on, expires_on
           from (select h.*, d.number, d.file_name
                 from document_history h join documents d on d.id = h.document_id
                 where h.application_id = $1
                 order by h.at desc, h.id desc limit $2) newest
           order by at, id"#,
        application.0,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let happened = rows.into_iter().map(|row| {
        let event = DocumentEvent::parse(&row.event);
        Ok(Happened {
            document: DocumentId(row.document),
            number: row.number,
            file_name: row.file_name,
            event: named("document_history", "event", event)?,
            at: row.at,
            by: row.by,
            until: row.until,
            title: row.title,
            shows: row.shows,
            questions: row.questions,
            issuer: row.issuer,
            effective_on: row.effective_on,
            expires_on: row.expires_on,
        })
    });
    happened.collect()
}

/// The messages of all threads of an application, the first first: the newest `limit`.
pub async fn list_messages(
    tx: &mut ReadTx,
    application: ApplicationId,
    limit: i64,
) -> Result<Vec<Message>> {
    let rows = sqlx::query!(
        r#"select enquiry_id as "enquiry_id!", is_from_team as "is_from_team!", text as "text!",
                  written_at as "written_at!", written_by_name as "written_by_name!"
           from (select m.id, m.enquiry_id, m.is_from_team, m.text, m.written_at, m.written_by_name
                 from enquiry_messages m join enquiries e on e.id = m.enquiry_id
                 where e.application_id = $1
                 order by m.written_at desc, m.id desc limit $2) newest
           order by written_at, id"#,
        application.0,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let messages = rows.into_iter().map(|row| Message {
        enquiry: EnquiryId(row.enquiry_id),
        is_from_team: row.is_from_team,
        text: row.text,
        written_at: row.written_at,
        written_by_name: row.written_by_name,
    });
    Ok(messages.collect())
}

/// When sections were marked, and by whom, by task.
pub async fn list_marks(
    tx: &mut ReadTx,
    application: ApplicationId,
) -> Result<BTreeMap<String, Marked>> {
    let rows = sqlx::query!(
        "select task, marked_at, marked_by_name from section_marks where application_id = $1",
        application.0,
    )
    .fetch_all(tx.connection())
    .await?;
    let marks = rows.into_iter().map(|row| {
        let (at, by) = (row.marked_at, row.marked_by_name);
        (row.task, Marked { at, by })
    });
    Ok(marks.collect())
}
