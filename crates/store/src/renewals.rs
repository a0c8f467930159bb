//! Applications that renew a certificate, and certificates that can be renewed.

use crate::answers::{AnswerRow, answers_in};
use crate::error::named;
use crate::{ReadTx, Result, StoreError, WriteTx};
use domain::certificate::Validity;
use domain::id::{ApplicationId, CertificateId, OrganisationId};
use domain::reference::{ApplicationReference, ServiceCode};
use domain::renewal::RenewalRules;
use policy::Permit;
use policy::organisation::StartApplication;
use questions::Answers;
use serde::Deserialize;
use sqlx::types::Json;
use time::Date;
use time::format_description::well_known::Iso8601;
use uuid::Uuid;

/// What an application renews.
#[derive(Debug, Clone)]
pub struct Renewal {
    /// Number of the certificate.
    pub certificate: String,
    /// Its last day.
    pub ends_on: Date,
    /// Code of the service.
    pub service_code: ServiceCode,
    /// Version of the rules about what is carried; empty when the set had none.
    pub rules_version: String,
    /// Reference of the application that it granted.
    pub reference: ApplicationReference,
    /// That application's question set: id, version and hash.
    pub set: (String, String, String),
    /// What was answered then.
    pub answers: Answers,
}

#[derive(Debug, Deserialize)]
pub(crate) struct RenewalRow {
    certificate: String,
    ends_on: String,
    service_code: String,
    rules: String,
    reference: String,
    set_id: String,
    set_version: String,
    set_hash: String,
    answers: Option<Vec<AnswerRow>>,
}

impl RenewalRow {
    pub(crate) fn into_renewal(self) -> Result<Renewal> {
        let ends_on = Date::parse(&self.ends_on, &Iso8601::DATE).ok();
        let code = ServiceCode::parse(&self.service_code);
        let reference = ApplicationReference::parse(&self.reference);
        Ok(Renewal {
            certificate: self.certificate,
            ends_on: named("certificates", "valid_to", ends_on)?,
            service_code: named("renewals", "service_code", code)?,
            rules_version: self.rules,
            reference: named("applications", "reference", reference)?,
            set: (self.set_id, self.set_version, self.set_hash),
            answers: answers_in(self.answers.unwrap_or_default()),
        })
    }
}

/// What an application renews, if it renews something.
pub async fn find(tx: &mut ReadTx, application: ApplicationId) -> Result<Option<Renewal>> {
    let row = sqlx::query_scalar!(
        r#"select page.renewal($1) as "renewal: Json<RenewalRow>""#,
        application.0,
    )
    .fetch_one(tx.connection())
    .await?;
    row.map(|Json(row)| row.into_renewal()).transpose()
}

/// When certificates can be renewed, by the rules of a day.
pub async fn rules(tx: &mut ReadTx, day: Date) -> Result<RenewalRules> {
    let row = sqlx::query!(
        "select access.rule_value('renewal_opens_days_before_end', $1) as opens,
                access.rule_value('renewal_late_days_max', $1) as late",
        day,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(RenewalRules {
        opens_days_before_end: named("rule_values", "value", row.opens)?,
        late_days_max: named("rule_values", "value", row.late)?,
    })
}

/// A certificate that somebody may want to renew.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Identifier.
    pub id: CertificateId,
    /// Number.
    pub number: String,
    /// The supplier.
    pub organisation: OrganisationId,
    /// Code of the service.
    pub service_code: ServiceCode,
    /// Name of the service.
    pub service_name: String,
    /// The application that it granted.
    pub application: ApplicationId,
    /// That application's reference.
    pub reference: ApplicationReference,
    /// The days on which it counts.
    pub validity: Validity,
    /// True when the service has a later certificate.
    pub is_renewed: bool,
    /// The renewal that is being filled in or decided.
    pub open: Option<ApplicationReference>,
}

struct Row {
    id: Uuid,
    number: String,
    organisation_id: Uuid,
    service_code: String,
    service_name: String,
    application_id: Uuid,
    reference: String,
    valid_from: Date,
    valid_to: Date,
    withdrawn_on: Option<Date>,
    is_renewed: bool,
    open_reference: Option<String>,
}

impl Row {
    fn into_candidate(self) -> Result<Candidate> {
        let reference = |text: &str| {
            let reference = ApplicationReference::parse(text);
            named("applications", "reference", reference)
        };
        let code = ServiceCode::parse(&self.service_code);
        Ok(Candidate {
            id: CertificateId(self.id),
            organisation: OrganisationId(self.organisation_id),
            service_code: named("certificates", "service_code", code)?,
            application: ApplicationId(self.application_id),
            reference: reference(&self.reference)?,
            validity: Validity {
                from: self.valid_from,
                to: self.valid_to,
                withdrawn_on: self.withdrawn_on,
                renewal: None,
            },
            is_renewed: self.is_renewed,
            open: self.open_reference.as_deref().map(reference).transpose()?,
            number: self.number,
            service_name: self.service_name,
        })
    }
}

/// The certificate of this number as its supplier may renew it; nothing when the application
/// that it granted may not be seen.
pub async fn find_candidate(tx: &mut ReadTx, number: &str) -> Result<Option<Candidate>> {
    let row = sqlx::query_as!(
        Row,
        r#"select c.id, c.number, c.organisation_id, c.service_code, c.service_name, c.application_id, a.reference,
                  c.valid_from, c.valid_to, c.withdrawn_on,
                  exists (select from certificates later where later.service_code = c.service_code
                      and (later.valid_from, later.id) > (c.valid_from, c.id)) as "is_renewed!",
                  (select o.reference from renewals r join applications o on o.id = r.application_id
                   where r.certificate_id = c.id and o.state in ('draft', 'submitted', 'under_review',
                       'awaiting_supplier', 'recommended', 'approved') limit 1) as open_reference
           from certificates c join applications a on a.id = c.application_id
           where c.number = $1"#,
        number,
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(Row::into_candidate).transpose()
}

/// The certificates of these organisations that can be renewed on this day and that nobody
/// renews yet, those that end first before others, at most `limit`.
pub async fn list_candidates(
    tx: &mut ReadTx,
    organisations: &[OrganisationId],
    day: Date,
    limit: i64,
) -> Result<Vec<Candidate>> {
    let organisations: Vec<Uuid> = organisations.iter().map(|id| id.0).collect();
    let rows = sqlx::query_as!(
        Row,
        r#"select c.id, c.number, c.organisation_id, c.service_code, c.service_name, c.application_id, a.reference,
                  c.valid_from, c.valid_to, c.withdrawn_on, false as "is_renewed!", null as "open_reference: String"
           from certificates c join applications a on a.id = c.application_id
           where c.organisation_id = any ($1) and c.withdrawn_on is null
             and c.valid_to between $2::date - access.rule_value('renewal_late_days_max', $2)
                                and $2::date + access.rule_value('renewal_opens_days_before_end', $2)
             and not exists (select from certificates later where later.service_code = c.service_code
                      and (later.valid_from, later.id) > (c.valid_from, c.id))
             and not exists (select from renewals r join applications o on o.id = r.application_id
                   where r.certificate_id = c.id and o.state in ('draft', 'submitted', 'under_review',
                       'awaiting_supplier', 'recommended', 'approved'))
           order by c.valid_to, c.number limit $3"#,
        &organisations,
        day,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter().map(Row::into_candidate).collect()
}

/// Holds the renewals of a certificate until the transaction ends, so that two people start one.
pub async fn hold(tx: &mut WriteTx, certificate: CertificateId) -> Result<()> {
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended('renewal ' || $1, 0))",
        certificate.0.to_string(),
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Notes that an application renews a certificate, and what its service is called.
pub async fn add(
    tx: &mut WriteTx,
    permit: &Permit<StartApplication>,
    application: ApplicationId,
    candidate: &Candidate,
    rules_version: &str,
) -> Result<()> {
    let now = tx.now();
    sqlx::query!(
        "insert into renewals (application_id, organisation_id, certificate_id, certificate_number, service_code,
                               earlier_application_id, rules_version, started_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        application.0,
        permit.organisation().0,
        candidate.id.0,
        candidate.number,
        candidate.service_code.as_str(),
        candidate.application.0,
        rules_version,
        now,
    )
    .execute(tx.connection())
    .await?;
    let done = sqlx::query!(
        "update applications set service_name = $2, is_renewal = true where id = $1",
        application.0,
        candidate.service_name,
    )
    .execute(tx.connection())
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(StoreError::Stale)
    }
}
