//! The register of infrastructure, as an assessor confirms it.

use crate::error::one_row;
use crate::{Result, WriteTx};
use domain::id::InfrastructureId;
use policy::TeamPermit;
use policy::team::ConfirmInfrastructure;
use time::Date;

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

/// Holds the number of a connection certificate until the transaction ends, however it is spelled: of two
/// people who confirm it at the same moment, the second sees what the first put into the register.
pub async fn hold_number(tx: &mut WriteTx, number: &str) -> Result<()> {
    sqlx::query!("select access.hold_number($1)", number)
        .execute(tx.connection())
        .await?;
    Ok(())
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
