//! The moments of an application: each time that something was saved or sent to the team or became
//! of a document, and what differs between any two of them.

use crate::answers::values;
use crate::error::named;
use crate::{ReadTx, Result};
use domain::document::DocumentEvent;
use domain::id::ApplicationId;
use questions::{AnswerKey, Values};
use time::OffsetDateTime;

/// What happened at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// One answer was saved, or one page of an item removed.
    Answer(AnswerKey),
    /// This many answers were saved at once.
    Answers(i64),
    /// Something became of the document that was called so.
    Document(DocumentEvent, String),
    /// Something became of this many documents at once.
    Documents(i64),
    /// The application was submitted to the team.
    Submitted,
    /// The reply to the request for clarification with this number was sent to the team.
    Replied(i32),
}

/// A moment of an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// When; no two saves have the same.
    pub at: OffsetDateTime,
    /// What happened.
    pub what: What,
    /// Who did it; empty where that is not kept with it.
    pub by: String,
}

/// An answer that is not at one moment what it is at another.
#[derive(Debug, Clone)]
pub struct Differing {
    /// Which answer.
    pub key: AnswerKey,
    /// What it said at the first moment; nothing before it was first saved, and once it was removed.
    pub before: Values,
    /// What it said at the second moment; nothing as before.
    pub after: Values,
    /// When it was saved as it was at the second moment; none when that was not yet.
    pub saved_at: Option<OffsetDateTime>,
    /// Who saved it so.
    pub saved_by: Option<String>,
}

struct Row {
    at: OffsetDateTime,
    sort: i16,
    number: i64,
    page: Option<String>,
    item: Option<i16>,
    title: Option<String>,
    by: String,
}

impl Row {
    fn into_moment(self) -> Result<Moment> {
        let what = match (self.sort, self.number, self.page, self.item) {
            (0, 1, Some(page), Some(item)) => Some(What::Answer(AnswerKey { page, item })),
            (0, answers, ..) => Some(What::Answers(answers)),
            (1, ..) => Some(What::Submitted),
            (2, number, ..) => i32::try_from(number).ok().map(What::Replied),
            (-1, 1, Some(event), _) => DocumentEvent::parse(&event)
                .map(|event| What::Document(event, self.title.unwrap_or_default())),
            (-1, documents, ..) => Some(What::Documents(documents)),
            _ => None,
        };
        Ok(Moment {
            at: self.at,
            what: named("clarifications", "number", what)?,
            by: self.by,
        })
    }
}

/// The last `limit` moments at which something was saved and as many at which something became of a
/// document, those of `also` however old they are, and every moment at which the team was sent
/// something; newest first. What became of documents with an answer that was saved belongs to that.
pub async fn list(
    tx: &mut ReadTx,
    application: ApplicationId,
    also: &[OffsetDateTime],
    limit: i64,
) -> Result<Vec<Moment>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select at as "at!", sort as "sort!", number as "number!", page, item, title, by as "by!"
           from (
               ((select saved_at as at, 0::smallint as sort, count(*) as number, min(page) as page, min(item) as item,
                        null as title, min(saved_by_name) as by
                 from answer_history where application_id = $1
                 group by saved_at order by saved_at desc limit $3)
                union
                select saved_at, 0::smallint, count(*), min(page), min(item), null, min(saved_by_name)
                from answer_history where application_id = $1 and saved_at = any ($2)
                group by saved_at)
               union all
               ((select h.at, (-1)::smallint, count(distinct coalesce(d.version_of, d.id)), max(h.event), null::smallint,
                        min(h.title), max(h.by_name)
                 from document_history h join documents d on d.id = h.document_id where h.application_id = $1
                 group by h.at order by h.at desc limit $3)
                union
                select h.at, (-1)::smallint, count(distinct coalesce(d.version_of, d.id)), max(h.event), null::smallint,
                       min(h.title), max(h.by_name)
                from document_history h join documents d on d.id = h.document_id
                where h.application_id = $1 and h.at = any ($2)
                group by h.at)
               union all
               select submitted_at, 1::smallint, 0, null, null, null, ''
               from applications where id = $1 and submitted_at is not null
               union all
               select answered_at, 2::smallint, number, null, null, null, coalesce(answered_by_name, '')
               from clarifications where application_id = $1 and answered_at is not null) moments
           order by at desc, sort desc"#,
        application.0,
        also,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let moments: Result<Vec<Moment>> = rows.into_iter().map(Row::into_moment).collect();
    let mut moments = moments?;
    moments.dedup_by(|next, before| {
        next.at == before.at && matches!(next.what, What::Document(..) | What::Documents(_))
    });
    Ok(moments)
}

/// Every answer that is not at `to` what it is at `from`, whichever of them is earlier.
pub async fn list_differing(
    tx: &mut ReadTx,
    application: ApplicationId,
    from: OffsetDateTime,
    to: OffsetDateTime,
) -> Result<Vec<Differing>> {
    let rows = sqlx::query!(
        r#"with before as (
               select distinct on (page, item) page, item, answer
               from answer_history where application_id = $1 and saved_at <= $2
               order by page, item, version desc),
           after as (
               select distinct on (page, item) page, item, answer, saved_at, saved_by_name
               from answer_history where application_id = $1 and saved_at <= $3
               order by page, item, version desc)
           select coalesce(a.page, b.page) as "page!", coalesce(a.item, b.item) as "item!",
                  coalesce(b.answer, '{}'::jsonb) as "before!", coalesce(a.answer, '{}'::jsonb) as "after!",
                  a.saved_at as "saved_at?", a.saved_by_name as "saved_by?"
           from before b full join after a on a.page = b.page and a.item = b.item
           where coalesce(b.answer, '{}'::jsonb) <> coalesce(a.answer, '{}'::jsonb)"#,
        application.0,
        from,
        to,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Differing {
                key: AnswerKey {
                    page: row.page,
                    item: row.item,
                },
                before: values(row.before)?,
                after: values(row.after)?,
                saved_at: row.saved_at,
                saved_by: row.saved_by,
            })
        })
        .collect()
}
