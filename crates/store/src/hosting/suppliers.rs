//! The suppliers of the services that name an infrastructure.

use crate::{ReadTx, Result};
use domain::id::{InfrastructureId, OrganisationId};

/// How many suppliers one search finds.
pub const SUPPLIERS_FOUND: usize = 20;

/// A supplier of whose services one names an infrastructure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamingSupplier {
    /// The supplier.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
}

/// The suppliers whose services name an infrastructure and whose name has these words, by name; one
/// more than [`SUPPLIERS_FOUND`] when there are more. For its holder and for the team.
pub async fn list_suppliers(
    tx: &mut ReadTx,
    infrastructure: InfrastructureId,
    words: &str,
) -> Result<Vec<NamingSupplier>> {
    let limit = i32::try_from(SUPPLIERS_FOUND + 1).unwrap_or(i32::MAX);
    let rows = sqlx::query!(
        r#"select id as "id!", name as "name!" from access.suppliers_on($1, $2, $3)"#,
        infrastructure.0,
        words,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let supplier = rows.into_iter().map(|row| NamingSupplier {
        id: OrganisationId(row.id),
        name: row.name,
    });
    Ok(supplier.collect())
}
