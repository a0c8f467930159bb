//! Writing a certificate. The database refuses one without its grounds (`access.guard_certificate`).

use crate::error::named;
use crate::{ReadTx, Result, Store, WriteTx};
use domain::application::Application;
use domain::id::{ApplicationId, CertificateId, InfrastructureId};
use domain::reference::ServiceCode;
use policy::TeamPermit;
use policy::team::IssueCertificate;
use time::{Date, OffsetDateTime};

/// A certificate that is about to be issued.
#[derive(Debug)]
pub struct NewCertificate<'a> {
    /// Identifier.
    pub id: CertificateId,
    /// Number PSNS-YYYY-nnnn-c.
    pub number: &'a str,
    /// Code of the service.
    pub service_code: &'a ServiceCode,
    /// True when the service has no certificate yet, and so the code is new.
    pub is_new_service: bool,
    /// Name of the service.
    pub service_name: &'a str,
    /// The service's part of the register's address.
    pub slug: &'a str,
    /// Description for users.
    pub description: &'a str,
    /// The infrastructure's entry in the register.
    pub infrastructure: InfrastructureId,
    /// Name of the infrastructure.
    pub infrastructure_name: &'a str,
    /// Number of its connection certificate.
    pub infrastructure_certificate: &'a str,
    /// Legal jurisdiction.
    pub legal_jurisdiction: &'a str,
    /// Service management model.
    pub management_model: &'a str,
    /// How customers reach the service desk.
    pub service_desk: &'a str,
    /// Version of the commitments that were signed.
    pub commitments_version: &'a str,
    /// SHA-256 of what was signed and assessed.
    pub snapshot_sha256: &'a str,
    /// First day.
    pub valid_from: Date,
    /// Last day.
    pub valid_to: Date,
    /// When it was issued, as signed.
    pub issued_at: OffsetDateTime,
    /// Who issues it.
    pub issued_by_name: &'a str,
    /// The certificate as signed JSON.
    pub signed_json: &'a str,
    /// The certificate as PDF.
    pub pdf: &'a [u8],
}

/// A certificate that was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// Number PSNS-YYYY-nnnn-c.
    pub number: String,
    /// Code of the service.
    pub service_code: ServiceCode,
    /// The service's part of the register's address.
    pub slug: String,
    /// First day.
    pub valid_from: Date,
    /// Last day.
    pub valid_to: Date,
    /// When it was issued.
    pub issued_at: OffsetDateTime,
    /// Who issued it.
    pub issued_by_name: String,
}

impl Store {
    /// Takes the next serial number of a year and the next service's, at once and
    /// for good: rendering takes a second, and no row is locked meanwhile. When
    /// issuing fails afterwards, both numbers are skipped; gaps mean nothing.
    pub async fn reserve_certificate_serials(
        &self,
        _permit: &TeamPermit<IssueCertificate>,
        year: i32,
    ) -> Result<(u32, i32)> {
        let row = sqlx::query!(
            r#"insert into certificate_serials as s (year, last_serial) values ($1, 1)
               on conflict (year) do update set last_serial = s.last_serial + 1
               returning last_serial, nextval('service_serial') as "service_serial!""#,
            year,
        )
        .fetch_one(self.hot())
        .await?;
        let serial = u32::try_from(row.last_serial).ok();
        let service = i32::try_from(row.service_serial).ok();
        Ok((
            named("certificate_serials", "last_serial", serial)?,
            named("service_serial", "last_value", service)?,
        ))
    }
}

/// Issues a certificate, with its service when that is new. The application has one at most.
pub async fn add(
    tx: &mut WriteTx,
    permit: &TeamPermit<IssueCertificate>,
    application: &Application,
    new: &NewCertificate<'_>,
) -> Result<()> {
    if new.is_new_service {
        sqlx::query!(
            "insert into services (code, organisation_id, first_certified_at) values ($1, $2, $3)",
            new.service_code.as_str(),
            application.organisation.0,
            new.issued_at,
        )
        .execute(tx.connection())
        .await?;
    }
    sqlx::query!(
        "insert into certificates (id, organisation_id, application_id, number, service_code, service_name, slug,
                                   description, organisation_name, infrastructure_id, infrastructure_name,
                                   infrastructure_certificate, legal_jurisdiction, management_model,
                                   service_desk, commitments_version, snapshot_sha256, valid_from, valid_to,
                                   issued_at, issued_by, issued_by_name, signed_json, pdf)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
                 $21, $22, $23, $24)",
        new.id.0,
        application.organisation.0,
        application.id.0,
        new.number,
        new.service_code.as_str(),
        new.service_name,
        new.slug,
        new.description,
        application.organisation_name,
        new.infrastructure.0,
        new.infrastructure_name,
        new.infrastructure_certificate,
        new.legal_jurisdiction,
        new.management_model,
        new.service_desk,
        new.commitments_version,
        new.snapshot_sha256,
        new.valid_from,
        new.valid_to,
        new.issued_at,
        permit.user().0,
        new.issued_by_name,
        new.signed_json,
        new.pdf,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// The certificate of an application, if it was issued.
pub async fn find_issued(tx: &mut ReadTx, application: ApplicationId) -> Result<Option<Issued>> {
    let row = sqlx::query!(
        "select number, service_code, slug, valid_from, valid_to, issued_at, issued_by_name
         from certificates where application_id = $1",
        application.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(|row| {
        let code = ServiceCode::parse(&row.service_code);
        Ok(Issued {
            number: row.number,
            service_code: named("certificates", "service_code", code)?,
            slug: row.slug,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            issued_at: row.issued_at,
            issued_by_name: row.issued_by_name,
        })
    })
    .transpose()
}
