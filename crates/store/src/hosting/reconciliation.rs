//! Both lists side by side, for the team, and who holds an infrastructure.

use crate::infrastructures::Infrastructure;
use crate::{ReadTx, Result, WriteTx};
use domain::id::InfrastructureId;
use policy::TeamPermit;
use policy::team::NameHolder;

/// An infrastructure with where the two lists differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciled {
    /// The infrastructure.
    pub infrastructure: Infrastructure,
    /// The organisation with an account that holds it.
    pub holder: Option<String>,
    /// Certified services that name it.
    pub services: i64,
    /// Of how many of them the owner has said nothing.
    pub unanswered: i64,
    /// In how many services the two lists differ.
    pub differences: i64,
}

/// How many a page shows.
const PAGE_ROWS: usize = 50;

/// A page of the infrastructure of the register by name, after this one, and whether there is more.
/// For the team.
pub async fn list_reconciled(
    tx: &mut ReadTx,
    after: Option<InfrastructureId>,
) -> Result<(Vec<Reconciled>, bool)> {
    let mut page = reconciled(tx, None, after, PAGE_ROWS + 1).await?;
    let has_more = page.len() > PAGE_ROWS;
    page.truncate(PAGE_ROWS);
    Ok((page, has_more))
}

/// One infrastructure with where the two lists differ. For the team.
pub async fn find_reconciled(
    tx: &mut ReadTx,
    infrastructure: InfrastructureId,
) -> Result<Option<Reconciled>> {
    let found = reconciled(tx, Some(infrastructure), None, 1).await?;
    Ok(found.into_iter().next())
}

async fn reconciled(
    tx: &mut ReadTx,
    only: Option<InfrastructureId>,
    after: Option<InfrastructureId>,
    limit: usize,
) -> Result<Vec<Reconciled>> {
    let now = tx.now();
    let rows = sqlx::query!(
        r#"select id as "id!", name as "name!", owner_name as "owner_name!",
                  certificate_number as "certificate_number!", valid_to as "valid_to!", holder,
                  services as "services!", unanswered as "unanswered!", differences as "differences!"
           from access.reconciliation($1, $2, $3)"#,
        only.map(|id| id.0),
        after.map(|id| id.0),
        i32::try_from(limit).unwrap_or(i32::MAX),
    )
    .fetch_all(tx.connection())
    .await?;
    let reconciled = rows.into_iter().map(|row| Reconciled {
        infrastructure: Infrastructure {
            id: InfrastructureId(row.id),
            name: row.name,
            owner_name: row.owner_name,
            certificate_number: row.certificate_number,
            valid_to: row.valid_to,
            proposed_by: None,
            confirmed_at: Some(now),
        },
        holder: row.holder,
        services: row.services,
        unanswered: row.unanswered,
        differences: row.differences,
    });
    Ok(reconciled.collect())
}

/// What came of naming a holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HolderNamed {
    /// It is the holder now.
    Named,
    /// No organisation with an account has this name.
    Unknown,
    /// Several have it.
    Many,
    /// There is no such infrastructure.
    Refused,
}

/// Says which organisation with an account holds an infrastructure; an empty name takes it away.
pub async fn name_holder(
    tx: &mut WriteTx,
    _permit: &TeamPermit<NameHolder>,
    infrastructure: InfrastructureId,
    organisation: &str,
) -> Result<HolderNamed> {
    let said = sqlx::query_scalar!(
        r#"select access.name_holder($1, $2) as "said!""#,
        infrastructure.0,
        organisation,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(match said.as_str() {
        "named" => HolderNamed::Named,
        "unknown" => HolderNamed::Unknown,
        "many" => HolderNamed::Many,
        _ => HolderNamed::Refused,
    })
}
