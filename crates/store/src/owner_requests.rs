//! Requests to infrastructure owners, frozen as they were sent, and their answers.

mod ending;
mod replies;

pub use ending::{Ending, Told, Withdrawn, find_last_day, keep, next_ending, withdraw};
pub use replies::{find_reply, list_replies};

use crate::error::{named, one_row};
use crate::{ReadTx, Result, WriteTx};
use domain::id::{
    ApplicationId, InfrastructureId, OrganisationId, OwnerRequestId, StandingAgreementId, UserId,
};
use domain::owner_request::{Asker, Contact, Hosting, OwnerRequest, OwnerRequestState, Withdrawal};
use domain::reference::ServiceCode;
use policy::Proof;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

struct Row {
    id: Uuid,
    organisation_id: Uuid,
    application_id: Uuid,
    state: String,
    is_own: bool,
    reference: String,
    supplier_name: String,
    service_name: String,
    description_for_users: String,
    additional_infrastructure: String,
    host_services: Vec<String>,
    infrastructure_id: Option<Uuid>,
    infrastructure_name: String,
    owner_name: String,
    certificate_number: String,
    certificate_valid_to: Date,
    contact_name: String,
    contact_job_title: String,
    contact_email: String,
    requested_by: Uuid,
    requested_by_name: String,
    requested_by_email: String,
    sent_at: OffsetDateTime,
    expires_at: OffsetDateTime,
    opened_at: Option<OffsetDateTime>,
    answered_at: Option<OffsetDateTime>,
    answered_name: Option<String>,
    answered_job_title: Option<String>,
    reason: Option<String>,
    cancelled_at: Option<OffsetDateTime>,
    standing_agreement_id: Option<Uuid>,
    withdrawn_at: Option<OffsetDateTime>,
    withdrawn_from: Option<Date>,
    withdrawn_by_name: Option<String>,
    withdrawn_reason: Option<String>,
    agreed_until: Option<Date>,
    ending_told_at: Option<OffsetDateTime>,
}

impl Row {
    fn into_request(self) -> Result<OwnerRequest> {
        Ok(OwnerRequest {
            id: OwnerRequestId(self.id),
            organisation: OrganisationId(self.organisation_id),
            application: ApplicationId(self.application_id),
            state: named(
                "owner_requests",
                "state",
                OwnerRequestState::parse(&self.state),
            )?,
            is_own: self.is_own,
            reference: self.reference,
            hosting: Hosting {
                supplier_name: self.supplier_name,
                service_name: self.service_name,
                description_for_users: self.description_for_users,
                additional_infrastructure: self.additional_infrastructure,
                host_services: host_services(&self.host_services)?,
                infrastructure: self.infrastructure_id.map(InfrastructureId),
                infrastructure_name: self.infrastructure_name,
                owner_name: self.owner_name,
                certificate_number: self.certificate_number,
                certificate_valid_to: self.certificate_valid_to,
            },
            contact: Contact {
                name: self.contact_name,
                job_title: self.contact_job_title,
                email: self.contact_email,
            },
            asker: Asker {
                id: UserId(self.requested_by),
                name: self.requested_by_name,
                email: self.requested_by_email,
            },
            sent_at: self.sent_at,
            expires_at: self.expires_at,
            opened_at: self.opened_at,
            answered_at: self.answered_at,
            answered_name: self.answered_name,
            answered_job_title: self.answered_job_title,
            reason: self.reason,
            cancelled_at: self.cancelled_at,
            standing: self.standing_agreement_id.map(StandingAgreementId),
            // Nobody took back what was agreed until a day that is over.
            withdrawal: match (
                self.withdrawn_at,
                self.withdrawn_from,
                self.withdrawn_by_name,
            ) {
                (Some(at), Some(from), Some(by_name)) => Some(Withdrawal {
                    at,
                    from,
                    by_name,
                    reason: self.withdrawn_reason.unwrap_or_default(),
                }),
                _ => None,
            },
            agreed_until: self.agreed_until,
            is_ending: self.ending_told_at.is_some(),
        })
    }
}

/// Codes of services as they are stored.
pub(crate) fn host_services(codes: &[String]) -> Result<Vec<ServiceCode>> {
    let code = |text: &String| named("owner_requests", "host_services", ServiceCode::parse(text));
    codes.iter().map(code).collect()
}

/// The latest request of an application, if there is one.
pub async fn find_latest(
    tx: &mut ReadTx,
    application: ApplicationId,
) -> Result<Option<OwnerRequest>> {
    Ok(list(tx, application, 1).await?.pop())
}

/// The requests of an application, the latest first, at most `limit`.
pub async fn list(
    tx: &mut ReadTx,
    application: ApplicationId,
    limit: i64,
) -> Result<Vec<OwnerRequest>> {
    let rows = sqlx::query_as!(
        Row,
        "select id, organisation_id, application_id, state, is_own, reference, supplier_name, service_name,
                description_for_users, additional_infrastructure, host_services, infrastructure_id, infrastructure_name,
                owner_name, certificate_number, certificate_valid_to, contact_name, contact_job_title,
                contact_email, requested_by, requested_by_name, requested_by_email, sent_at, expires_at,
                opened_at, answered_at, answered_name, answered_job_title, reason, cancelled_at,
                standing_agreement_id, withdrawn_at, withdrawn_from, withdrawn_by_name, withdrawn_reason, agreed_until,
                ending_told_at
         from owner_requests where application_id = $1 order by sent_at desc, id desc limit $2",
        application.0,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter().map(Row::into_request).collect()
}

/// A request, if it may be seen.
pub async fn find(tx: &mut ReadTx, id: OwnerRequestId) -> Result<Option<OwnerRequest>> {
    let row = sqlx::query_as!(
        Row,
        "select id, organisation_id, application_id, state, is_own, reference, supplier_name, service_name,
                description_for_users, additional_infrastructure, host_services, infrastructure_id, infrastructure_name,
                owner_name, certificate_number, certificate_valid_to, contact_name, contact_job_title,
                contact_email, requested_by, requested_by_name, requested_by_email, sent_at, expires_at,
                opened_at, answered_at, answered_name, answered_job_title, reason, cancelled_at,
                standing_agreement_id, withdrawn_at, withdrawn_from, withdrawn_by_name, withdrawn_reason, agreed_until,
                ending_told_at
         from owner_requests where id = $1",
        id.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(Row::into_request).transpose()
}

/// The same, held until the transaction ends, for whoever may change it: the supplier, or the
/// browser that entered the code.
pub async fn find_for_update(tx: &mut WriteTx, id: OwnerRequestId) -> Result<Option<OwnerRequest>> {
    let row = sqlx::query_as!(
        Row,
        "select id, organisation_id, application_id, state, is_own, reference, supplier_name, service_name,
                description_for_users, additional_infrastructure, host_services, infrastructure_id, infrastructure_name,
                owner_name, certificate_number, certificate_valid_to, contact_name, contact_job_title,
                contact_email, requested_by, requested_by_name, requested_by_email, sent_at, expires_at,
                opened_at, answered_at, answered_name, answered_job_title, reason, cancelled_at,
                standing_agreement_id, withdrawn_at, withdrawn_from, withdrawn_by_name, withdrawn_reason, agreed_until,
                ending_told_at
         from owner_requests where id = $1 for update",
        id.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(Row::into_request).transpose()
}

/// Keeps a new request, with the supplier's answer to what its owner wrote on the one before, if there is
/// one: the database puts the owner's words beside it, and refuses an answer to nothing.
pub async fn add(
    tx: &mut WriteTx,
    _proof: &impl Proof,
    request: &OwnerRequest,
    reply: Option<&str>,
) -> Result<()> {
    let hosting = &request.hosting;
    let codes: Vec<String> = hosting
        .host_services
        .iter()
        .map(ToString::to_string)
        .collect();
    sqlx::query!(
        "insert into owner_requests (id, organisation_id, application_id, state, is_own, reference, supplier_name,
            service_name, description_for_users, additional_infrastructure, infrastructure_id,
            infrastructure_name, owner_name, certificate_number, certificate_valid_to, contact_name,
            contact_job_title, contact_email, requested_by, requested_by_name, requested_by_email, sent_at,
            expires_at, answered_at, answered_name, answered_job_title, standing_agreement_id, host_services,
            reply)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
                 $22, $23, $24, $25, $26, $27, $28, $29)",
        request.id.0,
        request.organisation.0,
        request.application.0,
        request.state.as_str(),
        request.is_own,
        request.reference,
        hosting.supplier_name,
        hosting.service_name,
        hosting.description_for_users,
        hosting.additional_infrastructure,
        hosting.infrastructure.map(|id| id.0),
        hosting.infrastructure_name,
        hosting.owner_name,
        hosting.certificate_number,
        hosting.certificate_valid_to,
        request.contact.name,
        request.contact.job_title,
        request.contact.email,
        request.asker.id.0,
        request.asker.name,
        request.asker.email,
        request.sent_at,
        request.expires_at,
        request.answered_at,
        request.answered_name,
        request.answered_job_title,
        request.standing.map(|id| id.0),
        &codes,
        reply,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Saves where a request stands and what was answered. Who may is decided by the credential:
/// the supplier, or the browser that entered the code.
pub async fn save(tx: &mut WriteTx, request: &OwnerRequest) -> Result<()> {
    let done = sqlx::query!(
        "update owner_requests
         set state = $2, expires_at = $3, opened_at = $4, answered_at = $5, answered_name = $6,
             answered_job_title = $7, reason = $8, cancelled_at = $9, agreed_until = $10
         where id = $1",
        request.id.0,
        request.state.as_str(),
        request.expires_at,
        request.opened_at,
        request.answered_at,
        request.answered_name,
        request.answered_job_title,
        request.reason,
        request.cancelled_at,
        request.agreed_until,
    )
    .execute(tx.connection())
    .await?;
    one_row(done.rows_affected())
}

/// Last day of the certificate in the register that the request of the presented link is about;
/// nothing while the register has none. The team may have ended it after the owner was asked.
pub async fn find_register_valid_to(tx: &mut ReadTx) -> Result<Option<Date>> {
    let valid_to = sqlx::query_scalar!("select access.register_valid_to()")
        .fetch_one(tx.connection())
        .await?;
    Ok(valid_to)
}

/// Whether the team has the application of the presented link, and has not decided on it.
pub async fn is_submitted_behind_link(tx: &mut ReadTx) -> Result<bool> {
    let is_submitted =
        sqlx::query_scalar!(r#"select access.is_submitted_behind_link() as "is_submitted!""#)
            .fetch_one(tx.connection())
            .await?;
    Ok(is_submitted)
}
