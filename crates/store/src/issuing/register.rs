//! The register of infrastructure, as an assessor confirms it.

use crate::error::one_row;
use crate::{ReadTx, Result, WriteTx};
use domain::id::InfrastructureId;
use policy::TeamPermit;
use policy::team::ConfirmInfrastructure;
use time::{Date, OffsetDateTime};

/// An entry of the register.
#[derive(Debug, Clone)]
pub struct RegisterEntry {
    /// Identifier.
    pub id: InfrastructureId,
    /// Name of the infrastructure.
    pub name: String,
    /// Organisation that holds the connection certificate.
    pub owner_name: String,
    /// Number of the connection certificate.
    pub certificate_number: String,
    /// Its last day.
    pub valid_to: Date,
    /// When the team confirmed it; none until then.
    pub confirmed_at: Option<OffsetDateTime>,
    /// Who confirmed it.
    pub confirmed_by_name: Option<String>,
}

/// A connection certificate as an assessor found it.
#[derive(Debug, Clone)]
pub struct ConfirmedCertificate {
    /// Name of the infrastructure.
    pub name: String,
    /// Organisation that holds it.
    pub owner_name: String,
    /// Its number.
    pub certificate_number: String,
    /// Its last day.
    pub valid_to: Date,
}

/// The entry of this identifier.
pub async fn register_entry(
    tx: &mut ReadTx,
    id: InfrastructureId,
) -> Result<Option<RegisterEntry>> {
    let row = sqlx::query!(
        r#"select i.id, i.name, i.owner_name, i.certificate_number, i.valid_to, i.confirmed_at,
                  u.name as "confirmed_by_name?"
           from infrastructures i left join users u on u.id = i.confirmed_by
           where i.id = $1"#,
        id.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| RegisterEntry {
        id: InfrastructureId(row.id),
        name: row.name,
        owner_name: row.owner_name,
        certificate_number: row.certificate_number,
        valid_to: row.valid_to,
        confirmed_at: row.confirmed_at,
        confirmed_by_name: row.confirmed_by_name,
    }))
}

/// Confirms an entry that a supplier proposed; one that is confirmed already is `Stale`.
pub async fn confirm_entry(
    tx: &mut WriteTx,
    permit: &TeamPermit<ConfirmInfrastructure>,
    id: InfrastructureId,
    certificate: &ConfirmedCertificate,
) -> Result<()> {
    let now = tx.now();
    let done = sqlx::query!(
        "update infrastructures
         set name = $2, owner_name = $3, certificate_number = $4, valid_to = $5, confirmed_at = $6,
             confirmed_by = $7
         where id = $1 and confirmed_at is null",
        id.0,
        certificate.name,
        certificate.owner_name,
        certificate.certificate_number,
        certificate.valid_to,
        now,
        permit.user().0,
    )
    .execute(tx.connection())
    .await?;
    one_row(done.rows_affected())
}

/// Adds an entry that the team has confirmed.
pub async fn add_confirmed_entry(
    tx: &mut WriteTx,
    permit: &TeamPermit<ConfirmInfrastructure>,
    certificate: &ConfirmedCertificate,
) -> Result<InfrastructureId> {
    let now = tx.now();
    let id = InfrastructureId::new();
    sqlx::query!(
        "insert into infrastructures (id, name, owner_name, certificate_number, valid_to, confirmed_at,
                                      confirmed_by)
         values ($1, $2, $3, $4, $5, $6, $7)",
        id.0,
        certificate.name,
        certificate.owner_name,
        certificate.certificate_number,
        certificate.valid_to,
        now,
        permit.user().0,
    )
    .execute(tx.connection())
    .await?;
    Ok(id)
}
