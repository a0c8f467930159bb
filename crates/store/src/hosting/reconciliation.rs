//! Both lists side by side, for the team, and who holds an infrastructure.

use crate::error::named;
use crate::host_services::NamedRow;
use crate::infrastructures::Infrastructure;
use crate::{ReadTx, Result, WriteTx};
use domain::id::InfrastructureId;
use domain::reference::ServiceCode;
use policy::TeamPermit;
use policy::team::NameHolder;
use sqlx::types::Json;
use std::collections::BTreeMap;

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
    /// Codes that certificates name there and of which the owner says that they do not run there; the
    /// first ten.
    pub denied: Vec<ServiceCode>,
    /// Codes that only the owner names; the first ten.
    pub only_owner: Vec<ServiceCode>,
    /// Codes that suppliers name as services of the owner and that the register does not have as that.
    pub not_owners: Vec<ServiceCode>,
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
                  services as "services!", unanswered as "unanswered!", differences as "differences!",
                  denied as "denied!", only_owner as "only_owner!", named as "named!: Json<Vec<NamedRow>>"
           from access.reconciliation($1, $2, $3)"#,
        only.map(|id| id.0),
        after.map(|id| id.0),
        i32::try_from(limit).unwrap_or(i32::MAX),
    )
    .fetch_all(tx.connection())
    .await?;
    let reconciled = rows.into_iter().map(|row| {
        let not_owners = not_owners(row.named.0, &row.owner_name)?;
        let count = i64::try_from(not_owners.len()).unwrap_or(i64::MAX);
        Ok(Reconciled {
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
            differences: row.differences + count,
            denied: codes(&row.denied)?,
            only_owner: codes(&row.only_owner)?,
            not_owners,
        })
    });
    reconciled.collect()
}

fn not_owners(named: Vec<NamedRow>, owner_name: &str) -> Result<Vec<ServiceCode>> {
    let mut found = Vec::new();
    for row in named {
        let service = row.into_service(owner_name)?;
        if !service.fits() {
            found.push(service.code);
        }
    }
    Ok(found)
}

fn codes(texts: &[String]) -> Result<Vec<ServiceCode>> {
    let codes = texts.iter().map(|text| ServiceCode::parse(text));
    codes.map(|code| named("services", "code", code)).collect()
}

/// What the register calls services, by their codes: the service and its supplier.
pub type ServiceNames = BTreeMap<ServiceCode, (String, String)>;

/// The names of the services in which these differ, as far as the register has them.
pub async fn names(tx: &mut ReadTx, differing: &[Reconciled]) -> Result<ServiceNames> {
    let codes = differing.iter().flat_map(|one| {
        one.denied
            .iter()
            .chain(&one.only_owner)
            .chain(&one.not_owners)
    });
    let codes: Vec<String> = codes.map(|code| code.as_str().to_owned()).collect();
    if codes.is_empty() {
        return Ok(ServiceNames::new());
    }
    let rows = sqlx::query!(
        "select distinct on (service_code) service_code, service_name, organisation_name
         from certificates where service_code = any ($1) order by service_code, valid_from desc, id desc",
        &codes,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter()
        .map(|row| {
            let code = ServiceCode::parse(&row.service_code);
            let code = named("services", "code", code)?;
            Ok((code, (row.service_name, row.organisation_name)))
        })
        .collect()
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
