//! A draft that went all the way, and its certificate.

use super::GivenDraft;
use domain::id::{ApplicationId, CertificateId};
use domain::reference::ApplicationReference;
use domain::when::uk_date;
use time::Duration;

/// The number of the certificate.
pub const NUMBER: &str = "PSNS-2026-0042-7";

impl GivenDraft {
    /// The application was granted; its certificate ends after so many days.
    pub async fn certified(ends_in_days: i64) -> Self {
        let draft = Self::complete().await;
        draft.certify(ends_in_days).await;
        draft
    }

    /// This draft was granted; its certificate ends after so many days.
    pub async fn certify(&self, ends_in_days: i64) {
        let draft = self;
        let today = uk_date(draft.app.app.clock.now());
        let mut connection = draft.app.superuser().acquire().await.unwrap();
        sqlx::raw_sql("set session_replication_role = replica")
            .execute(&mut *connection)
            .await
            .unwrap();
        let number = NUMBER.to_owned();
        sqlx::query(
            "with decided as (
                 update applications set state = 'certified', submitted_at = access.now() where id = $3),
             service as (
                 insert into services (code, organisation_id, first_certified_at)
                 values ('SRV_0042', $2, access.now()))
             insert into certificates (id, organisation_id, application_id, number, service_code, service_name,
                 slug, description, organisation_name, infrastructure_id, infrastructure_name,
                 infrastructure_certificate, legal_jurisdiction, management_model, service_desk,
                 commitments_version, snapshot_sha256, valid_from, valid_to, issued_at, issued_by,
                 issued_by_name, signed_json, pdf)
             values ($1, $2, $3, $4, 'SRV_0042', 'Northwind Gazetteer', 'northwind-gazetteer-srv-0042',
                 'A gazetteer.', 'Northwind Mapping Limited', $1, 'Harbour PSN Zone', 'PSN-CN-2231',
                 'England and Wales', 'Managed by us', 'desk@northwind.example', '1', repeat('0', 64), $5, $6,
                 access.now(), $1, 'Ruth Lead', '{}', '')",
        )
        .bind(CertificateId::new().0)
        .bind(draft.organisation.id.0)
        .bind(draft.id.0)
        .bind(&number)
        .bind(today + Duration::days(ends_in_days - 364))
        .bind(today + Duration::days(ends_in_days))
        .execute(&mut *connection)
        .await
        .unwrap();
        sqlx::raw_sql("set session_replication_role = origin")
            .execute(&mut *connection)
            .await
            .unwrap();
    }

    /// The editor starts the renewal of the certificate; from here on this is about the renewal.
    pub async fn renewed(mut self) -> Self {
        let browser = self.browser().await;
        let page = browser
            .visit(&format!("/applications/new/renew/{NUMBER}"))
            .await;
        page.press("Start the renewal", []).await.expect_status(303);
        let latest = "from renewals r join applications a on a.id = r.application_id
                      order by r.started_at desc limit 1";
        let id: sqlx::types::Uuid = self.app.value(&format!("select a.id {latest}")).await;
        let reference: String = self
            .app
            .value(&format!("select a.reference {latest}"))
            .await;
        self.id = ApplicationId(id);
        self.reference = ApplicationReference::parse(&reference).unwrap();
        self
    }

    /// Everything of the renewal is answered again, checked and marked.
    pub async fn answered_again(&self) {
        let id = self.id;
        self.app
            .sql(&format!(
                "insert into answers (organisation_id, application_id, page, item, answer, is_complete, version,
                     saved_at, saved_by, saved_by_name)
                 select w.organisation_id, r.application_id, w.page, w.item, w.answer, true, 1, access.now(),
                     w.saved_by, w.saved_by_name
                 from renewals r join answers w on w.application_id = r.earlier_application_id
                 where r.application_id = '{id}' on conflict do nothing;
                 update answers set version = 2 where application_id = '{id}'"
            ))
            .await;
        let set = questions::find("psn-cop", "2015-07").unwrap();
        for task in &set.tasks {
            let special = questions::SpecialTask::CheckAnswers;
            if !matches!(task.kind, questions::TaskKind::Special(kind) if kind != special) {
                self.mark(&task.id).await;
            }
        }
    }
}
