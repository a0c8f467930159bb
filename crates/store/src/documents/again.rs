//! Documents of other applications of the same organisation, which an application can use too.

use super::row::Row;
use crate::error::named;
use crate::{ReadTx, Result, WriteTx};
use domain::document::Document;
use domain::id::{ApplicationId, DocumentId, OrganisationId};
use domain::reference::ApplicationReference;
use policy::Permit;
use policy::organisation::ManageDocuments;
use std::collections::BTreeMap;
use time::OffsetDateTime;
use uuid::Uuid;

/// A document of another application.
#[derive(Debug, Clone)]
pub struct Usable {
    /// The document, in the version that counts.
    pub document: Document,
    /// Reference of its application.
    pub reference: ApplicationReference,
    /// Name of the service that it came from; empty until given.
    pub service_name: String,
}

/// Where a page of the list begins: after the document that was added at this time with this id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// When it was added.
    pub added_at: OffsetDateTime,
    /// Its id.
    pub id: DocumentId,
}

/// For which application documents are looked for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// The supplier.
    pub organisation: OrganisationId,
    /// The application that is to use them.
    pub application: ApplicationId,
    /// The application that it renews.
    pub earlier: Option<ApplicationId>,
    /// Whether documents count that no scanner looked at, which is for the demonstration only.
    pub takes_unscanned: bool,
}

/// Released documents that the application does not have, newest first, after `after`, at most
/// `limit`: those of the application that it renews, or those of all others. The same file is listed
/// once; a file that any scan has refused, not at all.
pub async fn list(
    tx: &mut ReadTx,
    wanted: &Wanted,
    of_earlier: bool,
    after: Option<Mark>,
    limit: i64,
) -> Result<Vec<Usable>> {
    let rows = sqlx::query_as!(
        Row,
        "select d.id, d.organisation_id, d.application_id, d.file_name, d.kind, d.bytes, d.sha256, d.scan, d.scanned_at,
                d.title, d.shows, d.questions, d.issuer, d.effective_on, d.expires_on, d.added_at, d.added_by_name,
                d.version, d.version_of, d.number, d.replaced_at, d.file_of, d.scan_engine
         from documents d join applications a on a.id = d.application_id
         where d.organisation_id = $1 and d.application_id <> $2 and a.state <> 'deleted'
           and d.removed_at is null and d.replaced_at is null and d.signature_request_id is null
           and d.scan in ('clean', 'not_scanned') and ($3 or d.scan = 'clean') and not d.is_file_deleted
           and not exists (select from documents refused
                           where refused.organisation_id = d.organisation_id and refused.sha256 = d.sha256
                             and refused.scan = 'infected')
           and coalesce(d.application_id = $4, false) = $5
           and not exists (select from documents own
                           where own.application_id = $2 and own.removed_at is null and own.replaced_at is null
                             and own.signature_request_id is null
                             and own.scan <> 'failed' and own.sha256 = d.sha256)
           and not exists (
               select from documents o join applications b on b.id = o.application_id
               where o.organisation_id = d.organisation_id and o.sha256 = d.sha256 and b.state <> 'deleted'
                 and o.removed_at is null and o.replaced_at is null and o.signature_request_id is null
                 and o.scan in ('clean', 'not_scanned') and ($3 or o.scan = 'clean')
                 and (coalesce(o.application_id = $4, false), o.added_at, o.id)
                     > (coalesce(d.application_id = $4, false), d.added_at, d.id))
           and ($6::timestamptz is null or (d.added_at, d.id) < ($6, $7))
         order by d.added_at desc, d.id desc limit $8",
        wanted.organisation.0,
        wanted.application.0,
        wanted.takes_unscanned,
        wanted.earlier.map(|id| id.0),
        of_earlier,
        after.map(|mark| mark.added_at),
        after.map(|mark| mark.id.0),
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let documents = rows.into_iter().map(Document::try_from);
    named_by_application(tx, documents.collect::<Result<_>>()?).await
}

/// One released document of another application, whose file no scan has refused.
pub async fn find(tx: &mut ReadTx, wanted: &Wanted, id: DocumentId) -> Result<Option<Usable>> {
    let row = sqlx::query_as!(
        Row,
        "select d.id, d.organisation_id, d.application_id, d.file_name, d.kind, d.bytes, d.sha256, d.scan, d.scanned_at,
                d.title, d.shows, d.questions, d.issuer, d.effective_on, d.expires_on, d.added_at, d.added_by_name,
                d.version, d.version_of, d.number, d.replaced_at, d.file_of, d.scan_engine
         from documents d join applications a on a.id = d.application_id
         where d.id = $1 and d.organisation_id = $2 and d.application_id <> $3 and a.state <> 'deleted'
           and d.removed_at is null and d.replaced_at is null and d.signature_request_id is null
           and d.scan in ('clean', 'not_scanned') and ($4 or d.scan = 'clean') and not d.is_file_deleted
           and not exists (select from documents refused
                           where refused.organisation_id = d.organisation_id and refused.sha256 = d.sha256
                             and refused.scan = 'infected')",
        id.0,
        wanted.organisation.0,
        wanted.application.0,
        wanted.takes_unscanned,
    )
    .fetch_optional(tx.connection())
    .await?;
    let document = row.map(Document::try_from).transpose()?;
    let found = named_by_application(tx, document.into_iter().collect()).await?;
    Ok(found.into_iter().next())
}

/// Holds a document until the transaction ends: nobody removes it, nor its file, in between.
pub async fn hold(
    tx: &mut WriteTx,
    permit: &Permit<ManageDocuments>,
    id: DocumentId,
) -> Result<()> {
    sqlx::query("select from documents where id = $1 and organisation_id = $2 for update")
        .bind(id.0)
        .bind(permit.organisation().0)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// The same documents with their applications.
async fn named_by_application(tx: &mut ReadTx, documents: Vec<Document>) -> Result<Vec<Usable>> {
    let ids: Vec<Uuid> = documents.iter().map(|one| one.application.0).collect();
    let rows = sqlx::query!(
        "select id, reference, service_name from applications where id = any ($1)",
        &ids,
    )
    .fetch_all(tx.connection())
    .await?;
    let mut applications: BTreeMap<Uuid, (ApplicationReference, String)> = BTreeMap::new();
    for row in rows {
        let reference = ApplicationReference::parse(&row.reference);
        let reference = named("applications", "reference", reference)?;
        applications.insert(row.id, (reference, row.service_name));
    }
    let usable = documents.into_iter().filter_map(|document| {
        let (reference, service_name) = applications.get(&document.application.0)?.clone();
        Some(Usable {
            document,
            reference,
            service_name,
        })
    });
    Ok(usable.collect())
}
