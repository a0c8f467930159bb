//! What a certificate stands on: the signature and the agreement.

use super::GivenCase;

impl GivenCase {
    /// The application as its editor sees it.
    async fn case(&self) -> service::applications::Case {
        let session = self.app.given_session(&self.editor).await;
        let store = &self.app.app.store;
        let actor = store.actor(session.credential).await.unwrap().unwrap();
        let mut tx = store.read(store::Context::of(&actor)).await.unwrap();
        let case = service::applications::load(&mut tx, &self.reference).await;
        case.unwrap().unwrap()
    }

    /// Rhiannon Vale signed the application as it is now.
    pub async fn given_signature(&self) {
        let case = self.case().await;
        let snapshot = service::snapshot::of(&case);
        sqlx::query(
            "insert into signature_requests (id, organisation_id, application_id, state, kind, reference,
                 supplier_name, service_name, snapshot, snapshot_sha256, commitments_version, signatory_name,
                 signatory_job_title, signatory_email, requested_by, requested_by_name, requested_by_email,
                 sent_at, expires_at, opened_at, authority_confirmed_at, signed_at, signed_name, signed_job_title)
             values (gen_random_uuid(), $1, $2, 'signed', 'initial', $3, $4, $5, $6, $7, '1', 'Rhiannon Vale',
                 'Chief executive', 'rhiannon.vale@northwind.example', $8, 'An Editor', $9, access.now(),
                 access.now() + interval '14 days', access.now(), access.now(), access.now(), 'Rhiannon Vale',
                 'Chief executive')",
        )
        .bind(self.organisation.id.0)
        .bind(self.id.0)
        .bind(self.reference.as_str())
        .bind(&self.organisation.name)
        .bind(&case.application.service_name)
        .bind(&snapshot.text)
        .bind(&snapshot.sha256)
        .bind(self.editor.id.0)
        .bind(&self.editor.email)
        .execute(self.app.superuser())
        .await
        .unwrap();
    }

    /// The owner of the infrastructure agreed to what the application says now.
    pub async fn given_agreement(&self) {
        let case = self.case().await;
        let asked = case.set.asked_answers(&case.stored.answers);
        let hosting = service::infrastructures::hosting(&case, &asked, None).unwrap();
        sqlx::query(
            "insert into owner_requests (id, organisation_id, application_id, state, reference, supplier_name,
                 service_name, description_for_users, additional_infrastructure, infrastructure_name, owner_name,
                 certificate_number, certificate_valid_to, contact_name, contact_job_title, contact_email,
                 requested_by, requested_by_name, requested_by_email, sent_at, expires_at, answered_at,
                 answered_name, answered_job_title)
             values (gen_random_uuid(), $1, $2, 'agreed', $3, $4, $5, $6, $7, $8, $9, $10, $11, 'Harri Owen',
                 'Operations manager', 'harri.owen@harbour.example', $12, 'An Editor', $13, access.now(),
                 access.now() + interval '14 days', access.now(), 'Harri Owen', 'Operations manager')",
        )
        .bind(self.organisation.id.0)
        .bind(self.id.0)
        .bind(self.reference.as_str())
        .bind(&hosting.supplier_name)
        .bind(&hosting.service_name)
        .bind(&hosting.description_for_users)
        .bind(&hosting.additional_infrastructure)
        .bind(&hosting.infrastructure_name)
        .bind(&hosting.owner_name)
        .bind(&hosting.certificate_number)
        .bind(hosting.certificate_valid_to)
        .bind(self.editor.id.0)
        .bind(&self.editor.email)
        .execute(self.app.superuser())
        .await
        .unwrap();
    }
}
