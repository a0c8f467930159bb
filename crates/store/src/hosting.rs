//! What runs on an infrastructure: what certificates say, and what its owner says.

mod affected;
mod reconciliation;
mod suppliers;

pub(crate) use affected::count;
pub use affected::{Elsewhere, find_affected, list_elsewhere};
pub use reconciliation::{
    HolderNamed, Reconciled, ServiceNames, find_reconciled, list_reconciled, name_holder, names,
};
pub use suppliers::{NamingSupplier, SUPPLIERS_FOUND, list_suppliers};

use crate::error::named;
use crate::infrastructures::Infrastructure;
use crate::owner_requests::host_services;
use crate::{ReadTx, Result, WriteTx};
use domain::application::ApplicationState;
use domain::id::{InfrastructureId, OrganisationId, OwnerRequestId};
use domain::owner_request::OwnerRequestState;
use domain::reference::ServiceCode;
use policy::Permit;
use policy::organisation::AnswerForInfrastructure;
use time::{Date, OffsetDateTime};

/// How many services a page of the list has.
pub const PAGE_ROWS: usize = 50;

/// What the owner says of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerSays {
    /// Whether it runs there.
    pub runs_here: bool,
    /// When that was said.
    pub at: OffsetDateTime,
    /// Who said it.
    pub by_name: String,
}

/// A certificate that names the infrastructure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certified {
    /// Code of the service.
    pub code: ServiceCode,
    /// Number of the certificate.
    pub number: String,
    /// Its last day.
    pub valid_to: Date,
}

/// A service that names the infrastructure: certified, or applied for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hosted {
    /// Its place in the list.
    pub key: String,
    /// Name of the service.
    pub service_name: String,
    /// The supplier.
    pub supplier: OrganisationId,
    /// Name of the supplier.
    pub supplier_name: String,
    /// Its certificate, if it has one.
    pub certified: Option<Certified>,
    /// Number and last day of the certificate that its application renews, until the renewal is granted.
    pub renews: Option<(String, Date)>,
    /// Where its application stands.
    pub application: ApplicationState,
    /// What the owner was asked.
    pub request: OwnerRequestId,
    /// How that stands.
    pub agreement: OwnerRequestState,
    /// True when the supplier confirmed its own infrastructure.
    pub is_own: bool,
    /// True when a standing agreement answered.
    pub is_standing: bool,
    /// The last day of an agreement that was given until a day, while it counts.
    pub agreed_until: Option<Date>,
    /// The last day of an agreement that ended with it, as agreed; nobody took it back.
    pub ended_on: Option<Date>,
    /// Who took it back, or takes it back, if somebody does.
    pub taken_back_by: Option<String>,
    /// From which day that is to come it is taken back; until then it counts.
    pub taken_back_from: Option<Date>,
    /// Since when the agreement stands so.
    pub since: OffsetDateTime,
    /// What the owner says.
    pub says: Option<OwnerSays>,
    /// The services of the owner that the supplier says it uses.
    pub host_services: Vec<ServiceCode>,
}

/// A service that only the owner says runs there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedByOwner {
    /// Its code.
    pub code: ServiceCode,
    /// What the owner says.
    pub says: OwnerSays,
    /// Name of the service, its supplier and its infrastructure in the public register, if it is there.
    pub registered: Option<(String, String, String)>,
}

/// A page of services that name an infrastructure, from the one after `after` (empty: from the
/// first); one more than [`PAGE_ROWS`] when there are more. For its holder and for the team.
pub async fn list(
    tx: &mut ReadTx,
    infrastructure: InfrastructureId,
    after: &str,
) -> Result<Vec<Hosted>> {
    let limit = i32::try_from(PAGE_ROWS + 1).unwrap_or(i32::MAX);
    let rows = sqlx::query!(
        r#"select key as "key!", service_name as "service_name!", supplier_id as "supplier_id!",
                  supplier_name as "supplier_name!", service_code, certificate_number, valid_to,
                  renews_number, renews_until, application_state as "application_state!", request_id as "request_id!", agreement as "agreement!",
                  is_own as "is_own!", is_standing as "is_standing!", agreed_until, ended_on, taken_back_by,
                  taken_back_from, since as "since!", runs_here, answered_at,
                  answered_by_name, host_services as "host_services!"
           from access.hosted($1, $2, $3)"#,
        infrastructure.0,
        after,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter()
        .map(|row| {
            let certified = match (row.service_code, row.certificate_number, row.valid_to) {
                (Some(code), Some(number), Some(valid_to)) => Some(Certified {
                    code: code_of(&code)?,
                    number,
                    valid_to,
                }),
                _ => None,
            };
            let state = ApplicationState::parse(&row.application_state);
            let agreement = OwnerRequestState::parse(&row.agreement);
            Ok(Hosted {
                key: row.key,
                service_name: row.service_name,
                supplier: OrganisationId(row.supplier_id),
                supplier_name: row.supplier_name,
                certified,
                renews: row.renews_number.zip(row.renews_until),
                application: named("applications", "state", state)?,
                request: OwnerRequestId(row.request_id),
                agreement: named("owner_requests", "state", agreement)?,
                is_own: row.is_own,
                is_standing: row.is_standing,
                agreed_until: row.agreed_until,
                ended_on: row.ended_on,
                taken_back_by: row.taken_back_by,
                taken_back_from: row.taken_back_from,
                since: row.since,
                says: says(row.runs_here, row.answered_at, row.answered_by_name),
                host_services: host_services(&row.host_services)?,
            })
        })
        .collect()
}

/// One of them, by what the owner was asked. For its holder and for the team.
pub async fn find(
    tx: &mut ReadTx,
    infrastructure: InfrastructureId,
    request: OwnerRequestId,
) -> Result<Option<Hosted>> {
    let mut after = String::new();
    loop {
        let mut page = list(tx, infrastructure, &after).await?;
        if let Some(place) = page.iter().position(|service| service.request == request) {
            return Ok(Some(page.swap_remove(place)));
        }
        match page.last() {
            Some(last) if page.len() > PAGE_ROWS => after.clone_from(&last.key),
            _ => return Ok(None),
        }
    }
}

fn says(
    runs_here: Option<bool>,
    at: Option<OffsetDateTime>,
    by_name: Option<String>,
) -> Option<OwnerSays> {
    Some(OwnerSays {
        runs_here: runs_here?,
        at: at?,
        by_name: by_name?,
    })
}

fn code_of(text: &str) -> Result<ServiceCode> {
    named("services", "code", ServiceCode::parse(text))
}

/// Services that the owner says run there and whose certificates do not say so, by code.
pub async fn list_named_by_owner(
    tx: &mut ReadTx,
    infrastructure: InfrastructureId,
) -> Result<Vec<NamedByOwner>> {
    let rows = sqlx::query!(
        r#"select service_code as "service_code!", runs_here as "runs_here!", answered_at as "answered_at!",
                  answered_by_name as "answered_by_name!", service_name, supplier_name, infrastructure_name
           from access.named_by_owner($1)"#,
        infrastructure.0,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(NamedByOwner {
                code: code_of(&row.service_code)?,
                says: OwnerSays {
                    runs_here: row.runs_here,
                    at: row.answered_at,
                    by_name: row.answered_by_name,
                },
                registered: match (row.service_name, row.supplier_name, row.infrastructure_name) {
                    (Some(service), Some(supplier), Some(place)) => {
                        Some((service, supplier, place))
                    }
                    _ => None,
                },
            })
        })
        .collect()
}

/// Keeps what the owner says of a service, in place of what it said before.
pub async fn save_answer(
    tx: &mut WriteTx,
    permit: &Permit<AnswerForInfrastructure>,
    infrastructure: InfrastructureId,
    code: &ServiceCode,
    says: &OwnerSays,
) -> Result<()> {
    sqlx::query!(
        "insert into hosting_answers (infrastructure_id, organisation_id, service_code, runs_here, answered_at,
             answered_by, answered_by_name)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (infrastructure_id, service_code) do update
         set organisation_id = excluded.organisation_id, runs_here = excluded.runs_here,
             answered_at = excluded.answered_at, answered_by = excluded.answered_by,
             answered_by_name = excluded.answered_by_name",
        infrastructure.0,
        permit.organisation().0,
        code.as_str(),
        says.runs_here,
        says.at,
        permit.user().0,
        says.by_name,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Whether the team has named another organisation than the person's as the holder of this
/// infrastructure, or of one with this connection certificate.
pub async fn belongs_to_another(
    tx: &mut ReadTx,
    infrastructure: Option<InfrastructureId>,
    certificate_number: &str,
) -> Result<bool> {
    let row = sqlx::query!(
        r#"select access.belongs_to_another($1, $2) as "is_anothers!""#,
        infrastructure.map(|id| id.0),
        certificate_number,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(row.is_anothers)
}

/// The infrastructure that an organisation holds, by name.
pub async fn list_held(
    tx: &mut ReadTx,
    organisation: OrganisationId,
) -> Result<Vec<Infrastructure>> {
    let rows = sqlx::query!(
        "select id, name, owner_name, certificate_number, valid_to, confirmed_at from infrastructures
         where owner_organisation_id = $1 and confirmed_at is not null order by lower(name), id limit 500",
        organisation.0,
    )
    .fetch_all(tx.connection())
    .await?;
    let entry = rows.into_iter().map(|row| Infrastructure {
        id: InfrastructureId(row.id),
        name: row.name,
        owner_name: row.owner_name,
        certificate_number: row.certificate_number,
        valid_to: row.valid_to,
        proposed_by: None,
        confirmed_at: row.confirmed_at,
    });
    Ok(entry.collect())
}
