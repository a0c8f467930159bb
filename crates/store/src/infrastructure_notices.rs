//! Connection certificates that end, and who depends on them.

use crate::error::one_row;
use crate::{ReadTx, Result, Store, WriteTx};
use domain::id::{ApplicationId, InfrastructureId, OrganisationId};
use policy::TeamPermit;
use policy::team::EndConnection;
use serde::Deserialize;
use sqlx::types::Json;
use time::{Date, OffsetDateTime};

/// Somebody who is told.
#[derive(Debug, Deserialize)]
pub struct Told {
    /// Their full name.
    pub name: String,
    /// Their address.
    pub email: String,
}

/// An application or a certificate that depends on a connection certificate which ends or has ended.
#[derive(Debug)]
pub struct Dependent {
    /// The infrastructure.
    pub infrastructure: InfrastructureId,
    /// Its name.
    pub infrastructure_name: String,
    /// The organisation that owns it.
    pub owner_name: String,
    /// The number of its connection certificate.
    pub certificate_number: String,
    /// The last day of that.
    pub valid_to: Date,
    /// Whether that is over.
    pub is_over: bool,
    /// The supplier.
    pub organisation: OrganisationId,
    /// The application.
    pub application: ApplicationId,
    /// Its reference.
    pub reference: String,
    /// Name of the service; empty until given.
    pub service_name: String,
    /// Whether the service has a certificate that counts.
    pub is_certified: bool,
    /// The reference of the open renewal that alone keeps that certificate, if its own last day is over.
    pub renewal: Option<String>,
    /// Whom to tell.
    pub people: Vec<Told>,
}

/// Whether the supplier owns the infrastructure that it depends on. For the worker's role only.
pub async fn is_on_its_own(tx: &mut ReadTx, one: &Dependent) -> Result<bool> {
    let is_own = sqlx::query_scalar!(
        r#"select access.is_on_its_own($1, $2) as "is_own!""#,
        one.organisation.0,
        one.infrastructure.0,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(is_own)
}

/// Who is to be told, up to `limit`. For the worker's role only.
pub async fn list_due(tx: &mut ReadTx, limit: i32) -> Result<Vec<Dependent>> {
    let rows = sqlx::query!(
        r#"select infrastructure_id as "infrastructure_id!", name as "name!", owner_name as "owner_name!",
                  certificate_number as "certificate_number!", valid_to as "valid_to!", is_over as "is_over!",
                  organisation_id as "organisation_id!", application_id as "application_id!",
                  reference as "reference!", service_name as "service_name!", is_certified as "is_certified!",
                  renewal_reference,
                  people as "people!: Json<Vec<Told>>"
           from access.infrastructure_notices_due($1)"#,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let dependents = rows.into_iter().map(|row| Dependent {
        infrastructure: InfrastructureId(row.infrastructure_id),
        infrastructure_name: row.name,
        owner_name: row.owner_name,
        certificate_number: row.certificate_number,
        valid_to: row.valid_to,
        is_over: row.is_over,
        organisation: OrganisationId(row.organisation_id),
        application: ApplicationId(row.application_id),
        reference: row.reference,
        service_name: row.service_name,
        is_certified: row.is_certified,
        renewal: row.renewal_reference,
        people: row.people.0,
    });
    Ok(dependents.collect())
}

/// Notes that they are told; false when another worker did, or the certificate changed meanwhile. For
/// the worker's role only.
pub async fn note(tx: &mut WriteTx, dependent: &Dependent) -> Result<bool> {
    let is_noted = sqlx::query_scalar!(
        r#"select access.note_infrastructure_notice($1, $2, $3, $4) as "is_noted!""#,
        dependent.infrastructure.0,
        dependent.application.0,
        dependent.valid_to,
        dependent.is_over,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(is_noted)
}

impl Store {
    /// Notes with the certificates that only an open renewal keeps that the connection certificate of
    /// their infrastructure ends soon or has ended, and takes it back when that was renewed: what their
    /// pages say. Answers how many changed. For the worker's role only.
    pub async fn note_ending_connections(&self) -> Result<i32> {
        let noted = sqlx::query_scalar!(r#"select access.note_ending_connections() as "noted!""#)
            .fetch_one(self.hot())
            .await?;
        Ok(noted)
    }
}

/// That a connection certificate ends before the day that was on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndedEarly {
    /// When it was recorded.
    pub at: OffsetDateTime,
    /// Name of who recorded it.
    pub by: String,
}

/// Whether the team recorded an early end, and who did. For the team.
pub async fn find_ended_early(tx: &mut ReadTx, id: InfrastructureId) -> Result<Option<EndedEarly>> {
    let row = sqlx::query_as!(
        EndedEarly,
        r#"select i.ended_early_at as "at!", u.name as "by!"
           from infrastructures i join users u on u.id = i.ended_early_by
           where i.id = $1 and i.ended_early_at is not null"#,
        id.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row)
}

/// Records that a confirmed connection certificate ends earlier than was on it; `Stale` when it does
/// not any more.
pub async fn end_early(
    tx: &mut WriteTx,
    permit: &TeamPermit<EndConnection>,
    id: InfrastructureId,
    last_day: Date,
) -> Result<()> {
    let now = tx.now();
    let done = sqlx::query!(
        "update infrastructures set valid_to = $2, ended_early_at = $3, ended_early_by = $4
         where id = $1 and confirmed_at is not null and valid_to > $2",
        id.0,
        last_day,
        now,
        permit.user().0,
    )
    .execute(tx.connection())
    .await?;
    one_row(done.rows_affected())
}
