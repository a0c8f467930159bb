//! Requests to infrastructure owners, frozen as they were sent, and their answers.
//!
//! What is read stands as it does today: an agreement whose last day is over has ended, although the
//! worker may not have noted it yet.

mod ending;
mod replies;
mod resting;
mod row;

pub use ending::{
    Beside, Ending, Renewing, Told, Withdrawn, end, find_beside, find_last_day, keep, next_ending,
    withdraw,
};
pub use replies::{find_reply, list_replies};
pub use resting::{find_of_certificate, find_of_certified};

use crate::error::{named, one_row};
use crate::{ReadTx, Result, WriteTx};
use domain::id::{ApplicationId, OwnerRequestId};
use domain::owner_request::OwnerRequest;
use domain::reference::ServiceCode;
use domain::when::uk_date;
use policy::Proof;
use row::Row;
use time::Date;

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
    let today = uk_date(tx.now());
    let requests = rows.into_iter().map(|row| row.into_request(today));
    requests.collect()
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
    row.map(|row| row.into_request(uk_date(tx.now())))
        .transpose()
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
    row.map(|row| row.into_request(uk_date(tx.now())))
        .transpose()
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
