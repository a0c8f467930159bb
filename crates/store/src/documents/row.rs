//! A document as the table holds it.

use crate::error::named;
use crate::{Result, StoreError};
use domain::document::{Description, Document, DocumentKind, ScanState};
use domain::id::{ApplicationId, DocumentId, OrganisationId};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// A row of the table.
pub(super) struct Row {
    pub id: Uuid,
    pub organisation_id: Uuid,
    pub application_id: Uuid,
    pub file_name: String,
    pub kind: String,
    pub bytes: i64,
    pub sha256: String,
    pub scan: String,
    pub scanned_at: Option<OffsetDateTime>,
    pub title: String,
    pub shows: String,
    pub questions: Vec<String>,
    pub issuer: String,
    pub effective_on: Option<Date>,
    pub expires_on: Option<Date>,
    pub added_at: OffsetDateTime,
    pub added_by_name: String,
    pub version: i32,
    pub version_of: Option<Uuid>,
    pub number: i32,
    pub replaced_at: Option<OffsetDateTime>,
    pub file_of: Option<Uuid>,
    pub scan_engine: Option<String>,
}

impl TryFrom<Row> for Document {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: DocumentId(row.id),
            series: DocumentId(row.version_of.unwrap_or(row.id)),
            number: row.number,
            replaced_at: row.replaced_at,
            organisation: OrganisationId(row.organisation_id),
            application: ApplicationId(row.application_id),
            file_name: row.file_name,
            kind: named("documents", "kind", DocumentKind::parse(&row.kind))?,
            bytes: u64::try_from(row.bytes).unwrap_or_default(),
            sha256: row.sha256,
            scan: named("documents", "scan", ScanState::parse(&row.scan))?,
            scanned_at: row.scanned_at,
            scan_engine: row.scan_engine,
            file: DocumentId(row.file_of.unwrap_or(row.id)),
            description: Description {
                title: row.title,
                shows: row.shows,
                questions: row.questions,
                issuer: row.issuer,
                effective_on: row.effective_on,
                expires_on: row.expires_on,
            },
            added_at: row.added_at,
            added_by_name: row.added_by_name,
            version: row.version,
        })
    }
}
