//! Statements that were signed on paper in ink.

use crate::error::{named, one_row};
use crate::{Result, StoreError, WriteTx};
use domain::document::{Document, DocumentKind, ScanState};
use domain::id::{ApplicationId, DocumentId, OrganisationId, SignatureRequestId};
use domain::ink::{InkCheck, InkFinding, InkOutcome, InkStatement};
use domain::signature_request::SignatureRequest;
use policy::organisation::AskSignatory;
use policy::team::CheckInk;
use policy::{Permit, TeamPermit};
use serde::Deserialize;
use sqlx::types::Json;
use time::format_description::well_known::Iso8601;
use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;

const TABLE: &str = "ink_statements";

/// A signed page, as the database writes it into JSON.
#[derive(Debug, Deserialize)]
pub(super) struct InkRow {
    document: Uuid,
    file_name: String,
    kind: String,
    bytes: u64,
    sha256: String,
    scan: String,
    signed_on: String,
    uploaded_at: f64,
    uploaded_by_name: String,
    outcome: Option<String>,
    found: Vec<String>,
    note: String,
    checked_at: Option<f64>,
    checked_by_name: Option<String>,
}

/// The moment that the database gives as seconds.
fn moment(seconds: f64) -> OffsetDateTime {
    OffsetDateTime::UNIX_EPOCH + Duration::seconds_f64(seconds)
}

impl InkRow {
    pub(super) fn into_statement(self) -> Result<InkStatement> {
        let signed_on = Date::parse(&self.signed_on, &Iso8601::DATE);
        let signed_on = signed_on.map_err(|_| StoreError::Corrupt {
            table: TABLE,
            column: "signed_on",
        })?;
        let check = match (self.outcome, self.checked_at, self.checked_by_name) {
            (Some(outcome), Some(at), Some(by_name)) => Some(InkCheck {
                outcome: named(TABLE, "outcome", InkOutcome::parse(&outcome))?,
                found: self
                    .found
                    .iter()
                    .filter_map(|name| InkFinding::parse(name))
                    .collect(),
                note: self.note,
                at: moment(at),
                by_name,
            }),
            _ => None,
        };
        Ok(InkStatement {
            document: DocumentId(self.document),
            file_name: self.file_name,
            kind: named("documents", "kind", DocumentKind::parse(&self.kind))?,
            bytes: self.bytes,
            sha256: self.sha256,
            scan: named("documents", "scan", ScanState::parse(&self.scan))?,
            signed_on,
            uploaded_at: moment(self.uploaded_at),
            uploaded_by_name: self.uploaded_by_name,
            check,
        })
    }
}

/// Keeps the file of a signed page, what is said of it, and that the request is signed by it: all or
/// nothing, and only for a request in ink that waits for it.
pub async fn add(
    tx: &mut WriteTx,
    permit: &Permit<AskSignatory>,
    request: &SignatureRequest,
    file: &Document,
    signed_on: Date,
) -> Result<()> {
    let now = tx.now();
    sqlx::query!(
        "insert into documents (id, organisation_id, application_id, file_name, kind, bytes, sha256, scan,
             scan_next_at, title, added_at, added_by, added_by_name, signature_request_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $4, $9, $10, $11, $12)",
        file.id.0,
        permit.organisation().0,
        request.application.0,
        file.file_name,
        file.kind.as_str(),
        i64::try_from(file.bytes).unwrap_or(i64::MAX),
        file.sha256,
        file.scan.as_str(),
        now,
        permit.user().0,
        file.added_by_name,
        request.id.0,
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!(
        "insert into ink_statements (signature_request_id, organisation_id, application_id, document_id, signed_on,
             signed_name, signed_job_title, uploaded_at, uploaded_by, uploaded_by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        request.id.0,
        permit.organisation().0,
        request.application.0,
        file.id.0,
        signed_on,
        request.signed_name.as_deref().unwrap_or_default(),
        request.signed_job_title.as_deref().unwrap_or_default(),
        now,
        permit.user().0,
        file.added_by_name,
    )
    .execute(tx.connection())
    .await?;
    let done = sqlx::query!(
        "update signature_requests set state = 'signed', signed_at = $2, signed_name = $3, signed_job_title = $4
         where id = $1 and state = 'sent' and method = 'ink' and snapshot_sha256 = $5",
        request.id.0,
        now,
        request.signed_name,
        request.signed_job_title,
        request.snapshot_sha256,
    )
    .execute(tx.connection())
    .await?;
    one_row(done.rows_affected())
}

/// Keeps what a person of the team found on a signed page, once. Refusing it makes the signature
/// void.
pub async fn check(
    tx: &mut WriteTx,
    permit: &TeamPermit<CheckInk>,
    request: SignatureRequestId,
    check: &InkCheck,
) -> Result<()> {
    let found: Vec<String> = check.found.iter().map(ToString::to_string).collect();
    let done = sqlx::query!(
        "update ink_statements set outcome = $2, found = $3, note = $4, checked_at = $5, checked_by = $6,
             checked_by_name = $7
         where signature_request_id = $1 and checked_at is null",
        request.0,
        check.outcome.as_str(),
        &found,
        check.note,
        check.at,
        permit.user().0,
        check.by_name,
    )
    .execute(tx.connection())
    .await?;
    one_row(done.rows_affected())
}

/// Somebody who is told that a signed page is none.
#[derive(Debug, Deserialize)]
pub struct Told {
    /// Their full name.
    pub name: String,
    /// Their address.
    pub email: String,
}

/// A signature in ink that its file made void.
#[derive(Debug)]
pub struct Voided {
    /// The request.
    pub request: SignatureRequestId,
    /// The supplier.
    pub organisation: OrganisationId,
    /// The application.
    pub application: ApplicationId,
    /// Its reference, as shown.
    pub reference: String,
    /// The service's name, as shown.
    pub service_name: String,
    /// Who uploaded the page, while they belong to the supplier, and its administrators.
    pub people: Vec<Told>,
}

/// Makes a signature void whose page has a virus or could not be scanned; nothing when the file is
/// no such page. For the worker's role only.
pub async fn void(tx: &mut WriteTx, file: DocumentId) -> Result<Option<Voided>> {
    let row = sqlx::query!(
        r#"select request_id as "request_id!", organisation_id as "organisation_id!",
                  application_id as "application_id!", reference as "reference!", service_name as "service_name!",
                  people as "people!: Json<Vec<Told>>"
           from access.void_ink($1)"#,
        file.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| Voided {
        request: SignatureRequestId(row.request_id),
        organisation: OrganisationId(row.organisation_id),
        application: ApplicationId(row.application_id),
        reference: row.reference,
        service_name: row.service_name,
        people: row.people.0,
    }))
}
