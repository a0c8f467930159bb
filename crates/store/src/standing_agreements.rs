//! Agreements of owners to every service of a supplier on one infrastructure.

use crate::error::one_row;
use crate::{ReadTx, Result, WriteTx};
use domain::id::{InfrastructureId, OrganisationId, StandingAgreementId};
use policy::Permit;
use policy::organisation::AgreeStanding;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// A standing agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingAgreement {
    /// Identifier.
    pub id: StandingAgreementId,
    /// The infrastructure, and no other.
    pub infrastructure: InfrastructureId,
    /// The organisation that holds it and gives the agreement.
    pub owner: OrganisationId,
    /// The number of its connection certificate then.
    pub certificate_number: String,
    /// The supplier.
    pub supplier: OrganisationId,
    /// Its name then.
    pub supplier_name: String,
    /// Whether services that bring additional infrastructure are covered too.
    pub covers_additional: bool,
    /// The last day on which it answers requests.
    pub until: Date,
    /// When it was given.
    pub agreed_at: OffsetDateTime,
    /// Who gave it.
    pub agreed_by_name: String,
    /// Where they are told of each request that it answers.
    pub agreed_by_email: String,
    /// That person's job title.
    pub agreed_job_title: String,
}

struct Row {
    id: Uuid,
    infrastructure_id: Uuid,
    owner_organisation_id: Uuid,
    certificate_number: String,
    organisation_id: Uuid,
    supplier_name: String,
    covers_additional: bool,
    until: Date,
    agreed_at: OffsetDateTime,
    agreed_by_name: String,
    agreed_by_email: String,
    agreed_job_title: String,
}

impl From<Row> for StandingAgreement {
    fn from(row: Row) -> Self {
        Self {
            id: StandingAgreementId(row.id),
            infrastructure: InfrastructureId(row.infrastructure_id),
            owner: OrganisationId(row.owner_organisation_id),
            certificate_number: row.certificate_number,
            supplier: OrganisationId(row.organisation_id),
            supplier_name: row.supplier_name,
            covers_additional: row.covers_additional,
            until: row.until,
            agreed_at: row.agreed_at,
            agreed_by_name: row.agreed_by_name,
            agreed_by_email: row.agreed_by_email,
            agreed_job_title: row.agreed_job_title,
        }
    }
}

/// Those on an infrastructure that count on this day and were not taken back, by supplier.
pub async fn list(
    tx: &mut ReadTx,
    infrastructure: InfrastructureId,
    today: Date,
) -> Result<Vec<StandingAgreement>> {
    let rows = sqlx::query_as!(
        Row,
        "select id, infrastructure_id, owner_organisation_id, certificate_number, organisation_id, supplier_name,
                covers_additional, until, agreed_at, agreed_by_name, agreed_by_email, agreed_job_title
         from standing_agreements where infrastructure_id = $1 and withdrawn_at is null and until >= $2
         order by lower(supplier_name), id limit 200",
        infrastructure.0,
        today,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The one that counts for a supplier on an infrastructure, whatever its dates.
pub async fn find_live(
    tx: &mut ReadTx,
    infrastructure: InfrastructureId,
    supplier: OrganisationId,
) -> Result<Option<StandingAgreement>> {
    let row = sqlx::query_as!(
        Row,
        "select id, infrastructure_id, owner_organisation_id, certificate_number, organisation_id, supplier_name,
                covers_additional, until, agreed_at, agreed_by_name, agreed_by_email, agreed_job_title
         from standing_agreements where infrastructure_id = $1 and organisation_id = $2 and withdrawn_at is null",
        infrastructure.0,
        supplier.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(Into::into))
}

/// Keeps a new one.
pub async fn add(
    tx: &mut WriteTx,
    permit: &Permit<AgreeStanding>,
    new: &StandingAgreement,
) -> Result<()> {
    sqlx::query!(
        "insert into standing_agreements (id, infrastructure_id, certificate_number, organisation_id, supplier_name,
             owner_organisation_id, covers_additional, until, agreed_at, agreed_by, agreed_by_name, agreed_by_email,
             agreed_job_title)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        new.id.0,
        new.infrastructure.0,
        new.certificate_number,
        new.supplier.0,
        new.supplier_name,
        permit.organisation().0,
        new.covers_additional,
        new.until,
        new.agreed_at,
        permit.user().0,
        new.agreed_by_name,
        new.agreed_by_email,
        new.agreed_job_title,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Takes one back; one that was taken back already is `Stale`.
pub async fn withdraw<A>(
    tx: &mut WriteTx,
    permit: &Permit<A>,
    id: StandingAgreementId,
    by_name: &str,
) -> Result<()> {
    let now = tx.now();
    let done = sqlx::query!(
        "update standing_agreements set withdrawn_at = $3, withdrawn_by_name = $4
         where id = $1 and owner_organisation_id = $2 and withdrawn_at is null",
        id.0,
        permit.organisation().0,
        now,
        by_name,
    )
    .execute(tx.connection())
    .await?;
    one_row(done.rows_affected())
}
