//! Certificates as everybody may read them: they are public.
//!
//! Reading is one statement each, outside of any transaction.

use crate::{Result, Store};
use domain::certificate::{CertificateStatus, OpenRenewal, Validity};
use domain::id::OrganisationId;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// The most certificates that one list holds.
const LIST_MAX: i64 = 500;

/// What a certificate says, without its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Number `PSNS-YYYY-nnnn-c`.
    pub number: String,
    /// The supplier.
    pub organisation: OrganisationId,
    /// The supplier's name.
    pub organisation_name: String,
    /// Code of the service.
    pub service_code: String,
    /// Name of the service.
    pub service_name: String,
    /// The service's part of the register's address.
    pub slug: String,
    /// Description for users.
    pub description: String,
    /// Name of the infrastructure.
    pub infrastructure_name: String,
    /// Number of its connection certificate.
    pub infrastructure_certificate: String,
    /// Legal jurisdiction.
    pub legal_jurisdiction: String,
    /// Service management model.
    pub management_model: String,
    /// How customers reach the service desk.
    pub service_desk: String,
    /// Version of the commitments that were signed.
    pub commitments_version: String,
    /// SHA-256 of what was signed and assessed.
    pub snapshot_sha256: String,
    /// The days on which it counts.
    pub validity: Validity,
    /// Last day of the connection certificate of its infrastructure, if this one counts longer: because
    /// the team ended that early, or because an open renewal keeps this one.
    pub connection_ended_on: Option<Date>,
    /// When it was issued.
    pub issued_at: OffsetDateTime,
    /// The length of the PDF, in bytes.
    pub pdf_bytes: usize,
    /// The length of the signed JSON, in bytes.
    pub json_bytes: usize,
}

/// A row as the database gives it.
struct Row {
    number: String,
    organisation_id: Uuid,
    organisation_name: String,
    service_code: String,
    service_name: String,
    slug: String,
    description: String,
    infrastructure_name: String,
    infrastructure_certificate: String,
    legal_jurisdiction: String,
    management_model: String,
    service_desk: String,
    commitments_version: String,
    snapshot_sha256: String,
    valid_from: Date,
    valid_to: Date,
    withdrawn_on: Option<Date>,
    renewal_submitted_on: Option<Date>,
    renewal_ended_on: Option<Date>,
    connection_ended_on: Option<Date>,
    issued_at: OffsetDateTime,
    pdf_bytes: i32,
    json_bytes: i32,
    is_cut: Option<bool>,
}

impl From<Row> for Certificate {
    fn from(row: Row) -> Self {
        Self {
            number: row.number,
            organisation: OrganisationId(row.organisation_id),
            organisation_name: row.organisation_name,
            service_code: row.service_code,
            service_name: row.service_name,
            slug: row.slug,
            description: row.description,
            infrastructure_name: row.infrastructure_name,
            infrastructure_certificate: row.infrastructure_certificate,
            legal_jurisdiction: row.legal_jurisdiction,
            management_model: row.management_model,
            service_desk: row.service_desk,
            commitments_version: row.commitments_version,
            snapshot_sha256: row.snapshot_sha256,
            validity: Validity {
                from: row.valid_from,
                to: row.valid_to,
                withdrawn_on: row.withdrawn_on,
                renewal: row.renewal_submitted_on.map(|submitted_on| OpenRenewal {
                    submitted_on,
                    ended_on: row.renewal_ended_on,
                }),
            },
            connection_ended_on: row.connection_ended_on,
            issued_at: row.issued_at,
            pdf_bytes: usize::try_from(row.pdf_bytes).unwrap_or(0),
            json_bytes: usize::try_from(row.json_bytes).unwrap_or(0),
        }
    }
}

fn certificates(rows: Vec<Row>) -> Vec<Certificate> {
    rows.into_iter().map(Certificate::from).collect()
}

/// What is looked for in the register.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Words in small letters; each must occur.
    pub words: Vec<String>,
    /// Only services whose certificate has this status today.
    pub status: Option<CertificateStatus>,
    /// Only services after the one with this certificate, in the order of names.
    pub after: Option<String>,
    /// The most services to answer.
    pub limit: i64,
}

impl Store {
    /// The certificate of this number.
    pub async fn certificate(&self, number: &str) -> Result<Option<Certificate>> {
        let row = sqlx::query_as!(
            Row,
            r#"select number, organisation_id, organisation_name, service_code, service_name, slug,
                      description, infrastructure_name, infrastructure_certificate,
                      legal_jurisdiction, management_model, service_desk, commitments_version,
                      snapshot_sha256, valid_from, valid_to, withdrawn_on, renewal_submitted_on,
                      renewal_ended_on, connection_ended_on, issued_at,
                      octet_length(pdf) as "pdf_bytes!", octet_length(signed_json) as "json_bytes!", null::boolean as is_cut
               from certificates where number = $1"#,
            number,
        )
        .fetch_optional(self.hot())
        .await?;
        Ok(row.map(Certificate::from))
    }

    /// Every certificate of the service with this address, newest first; also for an
    /// address that it had under an earlier name.
    pub async fn certificates_at(&self, slug: &str) -> Result<Vec<Certificate>> {
        let rows = sqlx::query_as!(
            Row,
            r#"select number, organisation_id, organisation_name, service_code, service_name, slug,
                      description, infrastructure_name, infrastructure_certificate,
                      legal_jurisdiction, management_model, service_desk, commitments_version,
                      snapshot_sha256, valid_from, valid_to, withdrawn_on, renewal_submitted_on,
                      renewal_ended_on, connection_ended_on, issued_at,
                      octet_length(pdf) as "pdf_bytes!", octet_length(signed_json) as "json_bytes!", null::boolean as is_cut
               from certificates
               where service_code = (select service_code from certificates where slug = $1
                                     order by valid_from desc, id desc limit 1)
               order by valid_from desc, id desc limit $2"#,
            slug,
            LIST_MAX,
        )
        .fetch_all(self.hot())
        .await?;
        Ok(certificates(rows))
    }

    /// The certificates of these organisations: those that end last first.
    pub async fn certificates_of(&self, owners: &[OrganisationId]) -> Result<Vec<Certificate>> {
        let owners: Vec<Uuid> = owners.iter().map(|id| id.0).collect();
        let rows = sqlx::query_as!(
            Row,
            r#"select number, organisation_id, organisation_name, service_code, service_name, slug,
                      description, infrastructure_name, infrastructure_certificate,
                      legal_jurisdiction, management_model, service_desk, commitments_version,
                      snapshot_sha256, valid_from, valid_to, withdrawn_on, renewal_submitted_on,
                      renewal_ended_on, connection_ended_on, issued_at,
                      octet_length(pdf) as "pdf_bytes!", octet_length(signed_json) as "json_bytes!", null::boolean as is_cut
               from certificates where organisation_id = any ($1)
               order by valid_to desc, number desc limit $2"#,
            &owners,
            LIST_MAX,
        )
        .fetch_all(self.hot())
        .await?;
        Ok(certificates(rows))
    }

    /// The services that are looked for, in the order of their names, each with the
    /// certificate that stands for it on `today`: the latest that has begun, else the next. True
    /// when so many certificates have the words that not all were looked at.
    pub async fn register(&self, search: &Search, today: Date) -> Result<(Vec<Certificate>, bool)> {
        let rows = sqlx::query_as!(
            Row,
            r#"select number as "number!", organisation_id as "organisation_id!",
                      organisation_name as "organisation_name!", service_code as "service_code!",
                      service_name as "service_name!", slug as "slug!", description as "description!",
                      infrastructure_name as "infrastructure_name!",
                      infrastructure_certificate as "infrastructure_certificate!",
                      legal_jurisdiction as "legal_jurisdiction!", management_model as "management_model!",
                      service_desk as "service_desk!", commitments_version as "commitments_version!",
                      snapshot_sha256 as "snapshot_sha256!", valid_from as "valid_from!", valid_to as "valid_to!",
                      withdrawn_on, renewal_submitted_on, renewal_ended_on,
                      connection_ended_on, issued_at as "issued_at!",
                      pdf_bytes as "pdf_bytes!", json_bytes as "json_bytes!", is_cut
               from page.services($1, $2, $3, $4, $5)"#,
            today,
            &search.words,
            search.status.map(CertificateStatus::as_str),
            search.after,
            search.limit,
        )
        .fetch_all(self.hot())
        .await?;
        let is_cut = rows.first().is_some_and(|row| row.is_cut == Some(true));
        // The row that says only that has no number.
        let rows = rows.into_iter().filter(|row| !row.number.is_empty());
        let rows = rows.collect();
        Ok((certificates(rows), is_cut))
    }

    /// A number that grows whenever the register changes.
    pub async fn register_version(&self) -> Result<i64> {
        let number = sqlx::query_scalar!("select number from register_changes")
            .fetch_one(self.hot())
            .await?;
        Ok(number)
    }
}
