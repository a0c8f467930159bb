//! Holders of connection certificates that end, and what depends on these.

use crate::hosting::count;
use crate::infrastructure_notices::Told;
use crate::{ReadTx, Result, WriteTx};
use domain::affected::Affected;
use domain::id::{InfrastructureId, OrganisationId};
use sqlx::types::Json;
use time::Date;

/// A holder that is to hear that its connection certificate ends or has ended.
#[derive(Debug)]
pub struct Holder {
    /// The infrastructure.
    pub infrastructure: InfrastructureId,
    /// Its name.
    pub infrastructure_name: String,
    /// The number of its connection certificate.
    pub certificate_number: String,
    /// The last day of that.
    pub valid_to: Date,
    /// Whether that is over.
    pub is_over: bool,
    /// The organisation that holds it.
    pub organisation: OrganisationId,
    /// What depends on it.
    pub affected: Affected,
    /// Its administrators.
    pub people: Vec<Told>,
}

/// Who is to be told, up to `limit`. For the worker's role only.
pub async fn list_due(tx: &mut ReadTx, limit: i32) -> Result<Vec<Holder>> {
    let rows = sqlx::query!(
        r#"select infrastructure_id as "infrastructure_id!", name as "name!", certificate_number as "certificate_number!",
                  valid_to as "valid_to!", is_over as "is_over!", organisation_id as "organisation_id!",
                  services as "services!", certified as "certified!", assessed as "assessed!", drafts as "drafts!",
                  first_ends, elsewhere as "elsewhere!", people as "people!: Json<Vec<Told>>"
           from access.holder_notices_due($1)"#,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let holders = rows.into_iter().map(|row| Holder {
        infrastructure: InfrastructureId(row.infrastructure_id),
        infrastructure_name: row.name,
        certificate_number: row.certificate_number,
        valid_to: row.valid_to,
        is_over: row.is_over,
        organisation: OrganisationId(row.organisation_id),
        affected: Affected {
            services: count(row.services),
            certified: count(row.certified),
            assessed: count(row.assessed),
            drafts: count(row.drafts),
            first_ends: row.first_ends,
            elsewhere: count(row.elsewhere),
        },
        people: row.people.0,
    });
    Ok(holders.collect())
}

/// Notes that it is told; false when another worker did, or the certificate or its holder changed
/// meanwhile. For the worker's role only.
pub async fn note(tx: &mut WriteTx, holder: &Holder) -> Result<bool> {
    let is_noted = sqlx::query_scalar!(
        r#"select access.note_holder_notice($1, $2, $3, $4) as "is_noted!""#,
        holder.infrastructure.0,
        holder.organisation.0,
        holder.valid_to,
        holder.is_over,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(is_noted)
}
