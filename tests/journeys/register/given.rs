//! Certificates written straight into the database, past the guard that a real one
//! has to pass (which the journeys of the assessment test).

use domain::certificate::slug;
use domain::id::{CertificateId, OrganisationId};
use domain::reference::ServiceCode;
use domain::when;
use tests::TestApp;
use time::{Date, Duration};

/// The number of the certificate that is given by default.
pub const NUMBER: &str = "PSNS-2026-0042-7";

/// What may differ between given certificates.
pub struct Given {
    pub serial: u32,
    /// The number in the service's code; certificates of one service share it.
    pub code: i32,
    pub name: &'static str,
    pub organisation: Option<OrganisationId>,
    pub starts_in_days: i64,
    pub lasts_days: i64,
    pub is_withdrawn: bool,
}

impl Default for Given {
    fn default() -> Self {
        Self {
            serial: 42,
            code: 42,
            name: "Northwind Gazetteer",
            organisation: None,
            starts_in_days: 0,
            lasts_days: 364,
            is_withdrawn: false,
        }
    }
}

impl Given {
    /// First day.
    pub fn from(&self, app: &TestApp) -> Date {
        when::uk_date(app.app.clock.now()) + Duration::days(self.starts_in_days)
    }

    /// Last day.
    pub fn to(&self, app: &TestApp) -> Date {
        self.from(app) + Duration::days(self.lasts_days)
    }
}

/// Gives certificates.
pub trait GivenCertificates {
    /// A certificate in the register.
    async fn given_certificate(&self, given: Given);
}

impl GivenCertificates for TestApp {
    async fn given_certificate(&self, given: Given) {
        let code = ServiceCode::of_serial(given.code);
        let (from, to) = (given.from(self), given.to(self));
        let withdrawn_on = given.is_withdrawn.then_some(from);
        let mut connection = self.superuser().acquire().await.unwrap();
        // Neither triggers nor foreign keys, for this connection.
        sqlx::query("set session_replication_role = replica")
            .execute(&mut *connection)
            .await
            .unwrap();
        sqlx::query(
            "insert into certificates (id, organisation_id, application_id, number, service_code,
                 service_name, slug, description, organisation_name, infrastructure_id,
                 infrastructure_name, infrastructure_certificate, legal_jurisdiction,
                 management_model, service_desk, commitments_version, snapshot_sha256, valid_from,
                 valid_to, issued_at, issued_by, issued_by_name, withdrawn_on, signed_json, pdf)
             values ($1, $2, $1, $3, $4, $5, $6, 'A gazetteer of <b>streets</b>.',
                 'Northwind Mapping Limited', $1, 'Harbour PSN Zone', 'PSN-CN-2231',
                 'England and Wales', 'Managed by us', 'desk@northwind.example', '2026-1',
                 repeat('0', 64), $7, $8, access.now(), $1, 'Ruth Lead', $9, '{\"format\":\"x\"}',
                 convert_to('%PDF-1.7 ', 'UTF8'))",
        )
        .bind(CertificateId::new().0)
        .bind(given.organisation.unwrap_or_else(OrganisationId::new).0)
        .bind(certificates::number(2026, given.serial))
        .bind(code.as_str())
        .bind(given.name)
        .bind(slug(given.name, &code))
        .bind(from)
        .bind(to)
        .bind(withdrawn_on)
        .execute(&mut *connection)
        .await
        .unwrap();
        sqlx::query("set session_replication_role = origin")
            .execute(&mut *connection)
            .await
            .unwrap();
    }
}
