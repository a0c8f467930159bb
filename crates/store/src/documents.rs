//! Documents of applications. The files themselves lie outside the database.

pub mod again;
pub mod history;
pub mod notices;
mod row;
mod scanning;

pub use scanning::{Deletable, Waiting, note_scan};

use crate::error::one_row;
use crate::{ReadTx, Result, StoreError, WriteTx};
use domain::document::{Description, Document};
use domain::id::{ApplicationId, DocumentId, UserId};
use policy::Permit;
use policy::organisation::ManageDocuments;
use row::Row;
use uuid::Uuid;

/// More than an application may have, with all versions.
const LISTED_MAX: i64 = 1000;

/// The documents of an application that were not removed, first one first, each in the version that
/// counts.
pub async fn list(tx: &mut ReadTx, application: ApplicationId) -> Result<Vec<Document>> {
    let mut documents = list_versions(tx, application).await?;
    documents.retain(Document::is_current);
    Ok(documents)
}

/// The documents of an application that were not removed, first one first, each in all its versions
/// from the first to the newest.
pub async fn list_versions(tx: &mut ReadTx, application: ApplicationId) -> Result<Vec<Document>> {
    let rows = sqlx::query_as!(
        Row,
        "select id, organisation_id, application_id, file_name, kind, bytes, sha256, scan, scanned_at, title, shows,
                questions, issuer, effective_on, expires_on, added_at, added_by_name, version, version_of, number, replaced_at, file_of, scan_engine
         from documents where application_id = $1 and removed_at is null and signature_request_id is null
         order by coalesce(version_of, id), number limit $2",
        application.0,
        LISTED_MAX,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter().map(Document::try_from).collect()
}

/// One version of one of them.
pub async fn find(
    tx: &mut ReadTx,
    application: ApplicationId,
    id: DocumentId,
) -> Result<Option<Document>> {
    let row = sqlx::query_as!(
        Row,
        "select id, organisation_id, application_id, file_name, kind, bytes, sha256, scan, scanned_at, title, shows,
                questions, issuer, effective_on, expires_on, added_at, added_by_name, version, version_of, number, replaced_at, file_of, scan_engine
         from documents
         where application_id = $1 and id = $2 and removed_at is null and signature_request_id is null",
        application.0,
        id.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(Document::try_from).transpose()
}

/// Adds a document, or a newer version of one.
pub async fn add(
    tx: &mut WriteTx,
    permit: &Permit<ManageDocuments>,
    by: UserId,
    document: &Document,
) -> Result<()> {
    sqlx::query!(
        "insert into documents (id, organisation_id, application_id, file_name, kind, bytes, sha256, scan, scan_next_at,
             title, shows, questions, issuer, added_at, added_by, added_by_name, version_of, number, effective_on,
             expires_on, scanned_at, file_of, scan_engine)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $9, $14, $15, $16, $17, $18, $19, $20, $21, $22)",
        document.id.0,
        permit.organisation().0,
        document.application.0,
        document.file_name,
        document.kind.as_str(),
        i64::try_from(document.bytes).unwrap_or(i64::MAX),
        document.sha256,
        document.scan.as_str(),
        document.added_at,
        document.description.title,
        document.description.shows,
        &document.description.questions,
        document.description.issuer,
        by.0,
        document.added_by_name,
        (document.series != document.id).then_some(document.series.0),
        document.number,
        document.description.effective_on,
        document.description.expires_on,
        document.scanned_at,
        (document.file != document.id).then_some(document.file.0),
        document.scan_engine,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// A newer version takes the place of the one that counted, which it answers. Nothing when it is the
/// first of its document.
pub async fn replace_by(tx: &mut WriteTx, newer: DocumentId) -> Result<Option<DocumentId>> {
    let now = tx.now();
    let row = sqlx::query!(
        "update documents d set replaced_by = n.id, replaced_at = $2
         from documents n
         where n.id = $1 and d.application_id = n.application_id and n.version_of in (d.id, d.version_of)
           and d.number < n.number and d.replaced_at is null and d.removed_at is null and n.removed_at is null
         returning d.id",
        newer.0,
        now,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| DocumentId(row.id)))
}

/// Changes what people say about a document, if nobody else did since `version`.
pub async fn describe(
    tx: &mut WriteTx,
    permit: &Permit<ManageDocuments>,
    id: DocumentId,
    version: i32,
    description: &Description,
) -> Result<()> {
    let done = sqlx::query!(
        "update documents set title = $4, shows = $5, questions = $6, issuer = $7, effective_on = $8, expires_on = $9,
             version = version + 1
         where id = $1 and organisation_id = $2 and version = $3 and removed_at is null and replaced_at is null",
        id.0,
        permit.organisation().0,
        version,
        description.title,
        description.shows,
        &description.questions,
        description.issuer,
        description.effective_on,
        description.expires_on,
    )
    .execute(tx.connection())
    .await?;
    one_row(done.rows_affected())
}

/// Removes these versions of documents, all or none. Their files are deleted by the worker. Where only
/// such are meant that do not count, the end of a scan may be faster.
pub async fn remove(
    tx: &mut WriteTx,
    permit: &Permit<ManageDocuments>,
    ids: &[DocumentId],
    is_proposed: bool,
) -> Result<()> {
    let now = tx.now();
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    // The newest first, as at the end of a scan: otherwise the two could wait for each other.
    sqlx::query(
        "select from documents where id = any ($1) and organisation_id = $2 order by number desc for update",
    )
    .bind(&ids)
    .bind(permit.organisation().0)
    .execute(tx.connection())
    .await?;
    let done = sqlx::query!(
        "update documents set removed_at = $3, version = version + 1
         where id = any ($1) and organisation_id = $2 and removed_at is null
           and (not $4 or scan in ('waiting', 'infected', 'failed'))",
        &ids,
        permit.organisation().0,
        now,
        is_proposed,
    )
    .execute(tx.connection())
    .await?;
    if done.rows_affected() == ids.len() as u64 {
        Ok(())
    } else {
        Err(StoreError::Stale)
    }
}
