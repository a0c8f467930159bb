//! What is known of an organisation when it starts an application.

use crate::error::named;
use crate::{ReadTx, Result};
use domain::id::OrganisationId;
use domain::organisation::OrganisationKind;

/// What is known of an organisation when it starts an application.
#[derive(Debug)]
pub struct Founder {
    /// Legal name.
    pub name: String,
    /// Its kind.
    pub kind: OrganisationKind,
    /// The register that its number is from.
    pub register: Option<String>,
    /// Its number in that register.
    pub registration_number: Option<String>,
    /// Postal address, one line per line.
    pub address: String,
}

/// The organisation, if it may be seen.
pub async fn find_founder(
    tx: &mut ReadTx,
    organisation: OrganisationId,
) -> Result<Option<Founder>> {
    let row = sqlx::query!(
        "select name, kind, register, registration_number, address from organisations where id = $1",
        organisation.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(|row| {
        Ok(Founder {
            name: row.name,
            kind: named("organisations", "kind", OrganisationKind::parse(&row.kind))?,
            register: row.register,
            registration_number: row.registration_number,
            address: row.address,
        })
    })
    .transpose()
}
