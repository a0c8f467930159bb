//! The documents of an application as they were at any moment.

use super::row::Row;
use crate::{ReadTx, Result};
use domain::document::Document;
use domain::id::{ApplicationId, DocumentId};
use std::collections::BTreeMap;
use time::OffsetDateTime;
use uuid::Uuid;

/// More than an application may have at one moment.
const LISTED_MAX: i64 = 200;

/// When something happened, and who did it; nobody where that was not kept.
pub type Done = (OffsetDateTime, String);

/// The documents that counted at this moment, first one first, with what was said of them then. The
/// PSN team sees of a document what was said of it when the application was submitted, and later.
pub async fn list_at(
    tx: &mut ReadTx,
    application: ApplicationId,
    at: OffsetDateTime,
) -> Result<Vec<Document>> {
    let rows = sqlx::query_as!(
        Row,
        "select d.id, d.organisation_id, d.application_id, d.file_name, d.kind, d.bytes, d.sha256, d.scan, d.scanned_at,
                h.title, h.shows, h.questions, h.issuer, h.effective_on, h.expires_on, d.added_at, d.added_by_name,
                d.version, d.version_of, d.number, d.replaced_at, d.file_of, d.scan_engine
         from documents d join document_history h on h.document_id = d.id
         where d.application_id = $1 and d.added_at <= $2
           and (d.number = 1 or (d.scan in ('clean', 'not_scanned') and coalesce(d.scanned_at, d.added_at) <= $2))
           and (d.replaced_at is null or d.replaced_at > $2) and (d.removed_at is null or d.removed_at > $2)
           and h.at <= $2 and (h.until is null or h.until > $2)
         order by coalesce(d.version_of, d.id) limit $3",
        application.0,
        at,
        LISTED_MAX,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter().map(Document::try_from).collect()
}

/// That a document was removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// What it was called.
    pub title: String,
    /// Who removed it; empty where that was not kept.
    pub by: String,
    /// When.
    pub at: OffsetDateTime,
}

/// That this version of a document was removed, if it was.
pub async fn find_removal(
    tx: &mut ReadTx,
    application: ApplicationId,
    id: DocumentId,
) -> Result<Option<Removal>> {
    let removal = sqlx::query_as!(
        Removal,
        r#"select h.title, h.by_name as "by", h.at
           from document_history h join documents d on d.id = h.document_id
           where h.application_id = $1 and h.document_id = $2 and h.event = 'removed'
             and d.signature_request_id is null
           order by h.id desc limit 1"#,
        application.0,
        id.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(removal)
}

/// The documents of the application that this one renews, first one first, each in the version that
/// counts; none where nothing is renewed.
pub async fn list_of_earlier(tx: &mut ReadTx, application: ApplicationId) -> Result<Vec<Document>> {
    let rows = sqlx::query_as!(
        Row,
        "select d.id, d.organisation_id, d.application_id, d.file_name, d.kind, d.bytes, d.sha256, d.scan, d.scanned_at,
                d.title, d.shows, d.questions, d.issuer, d.effective_on, d.expires_on, d.added_at, d.added_by_name,
                d.version, d.version_of, d.number, d.replaced_at, d.file_of, d.scan_engine
         from documents d join renewals r on r.earlier_application_id = d.application_id
         where r.application_id = $1 and d.removed_at is null and d.replaced_at is null
           and d.signature_request_id is null
         order by coalesce(d.version_of, d.id), d.number limit $2",
        application.0,
        LISTED_MAX,
    )
    .fetch_all(tx.connection())
    .await?;
    let mut documents: Vec<Document> = rows
        .into_iter()
        .map(Document::try_from)
        .collect::<Result<_>>()?;
    documents.retain(Document::is_current);
    Ok(documents)
}

/// What was done last to each of these documents after `from` and up to `to`, but for newer versions
/// that did not count yet, by the first version of each.
pub async fn last_done(
    tx: &mut ReadTx,
    application: ApplicationId,
    series: &[DocumentId],
    from: OffsetDateTime,
    to: OffsetDateTime,
) -> Result<BTreeMap<DocumentId, Done>> {
    let series: Vec<Uuid> = series.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select distinct on (coalesce(d.version_of, d.id)) coalesce(d.version_of, d.id) as "series!", h.at, h.by_name
           from document_history h join documents d on d.id = h.document_id
           where h.application_id = $1 and coalesce(d.version_of, d.id) = any ($2) and h.at > $3 and h.at <= $4
             and h.event <> 'newer_added'
           order by coalesce(d.version_of, d.id), h.at desc, h.id desc"#,
        application.0,
        &series,
        from,
        to,
    )
    .fetch_all(tx.connection())
    .await?;
    let done = rows.into_iter();
    Ok(done
        .map(|row| (DocumentId(row.series), (row.at, row.by_name)))
        .collect())
}
