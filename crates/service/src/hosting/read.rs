//! Reading what runs on an organisation's infrastructure.

use domain::affected::Affected;
use domain::host_service::HostService;
use domain::id::{InfrastructureId, OrganisationId};
use domain::reference::ServiceCode;
use domain::when;
use policy::organisation::ReadOrganisation;
use policy::{Actor, Denied, authorise};
use std::collections::BTreeSet;
use store::hosting::{Hosted, NamedByOwner, NamingSupplier, PAGE_ROWS, SUPPLIERS_FOUND};
use store::infrastructures::Infrastructure;
use store::standing_agreements::StandingAgreement;
use store::{Context, ReadTx, Store, StoreError};
use time::OffsetDateTime;

/// Why it can't be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The organisation does not hold such an infrastructure.
    #[error("not found")]
    NotFound,
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An infrastructure with a page of what runs on it.
#[derive(Debug)]
pub struct Held {
    /// The infrastructure.
    pub infrastructure: Infrastructure,
    /// Services that name it, a page of them.
    pub services: Vec<Hosted>,
    /// What the register says of the services of the owner that these name.
    pub host_services: Vec<HostService>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
    /// What the end of its connection certificate would affect.
    pub affected: Affected,
    /// Services that only the owner names.
    pub named_by_owner: Vec<NamedByOwner>,
    /// Standing agreements that count: not taken back, and their last day has not passed.
    pub standing: Vec<StandingAgreement>,
    /// The time.
    pub now: OffsetDateTime,
}

impl Held {
    /// What the register says of the services of the owner that one of them names.
    pub fn services_named_by(&self, hosted: &Hosted) -> Vec<&HostService> {
        let named = hosted.host_services.iter();
        named
            .filter_map(|code| self.host_services.iter().find(|known| known.code == *code))
            .collect()
    }

    pub(super) async fn load(
        tx: &mut ReadTx,
        infrastructure: Infrastructure,
        after: &str,
    ) -> Result<Self, StoreError> {
        let id = infrastructure.id;
        let mut services = store::hosting::list(tx, id, after).await?;
        let has_more = services.len() > PAGE_ROWS;
        services.truncate(PAGE_ROWS);
        let last = services.last().filter(|_| has_more);
        let codes: BTreeSet<&ServiceCode> = services
            .iter()
            .flat_map(|service| &service.host_services)
            .collect();
        let codes: Vec<ServiceCode> = codes.into_iter().cloned().collect();
        let owner = &infrastructure.owner_name;
        let host_services = store::host_services::list(tx, &codes, Some(id), owner).await?;
        Ok(Self {
            next: last.map(|service| service.key.clone()),
            services,
            host_services,
            affected: store::hosting::find_affected(tx, id)
                .await?
                .unwrap_or_default(),
            named_by_owner: store::hosting::list_named_by_owner(tx, id).await?,
            standing: store::standing_agreements::list(tx, id, when::uk_date(tx.now())).await?,
            now: tx.now(),
            infrastructure,
        })
    }
}

/// The infrastructure that an organisation of the person holds.
pub async fn list_held(
    store: &Store,
    actor: &Actor,
    organisation: OrganisationId,
) -> Result<Vec<Infrastructure>, ReadError> {
    authorise::<ReadOrganisation>(actor, organisation)?;
    let mut tx = store.read(Context::of(actor)).await?;
    Ok(store::hosting::list_held(&mut tx, organisation).await?)
}

/// One of them with what runs on it, from the service after `after`.
pub async fn held(
    store: &Store,
    actor: &Actor,
    organisation: OrganisationId,
    id: InfrastructureId,
    after: &str,
) -> Result<Held, ReadError> {
    authorise::<ReadOrganisation>(actor, organisation)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let infrastructure = find_held(&mut tx, organisation, id).await?;
    let infrastructure = infrastructure.ok_or(ReadError::NotFound)?;
    Ok(Held::load(&mut tx, infrastructure, after).await?)
}

/// Suppliers whose services name an infrastructure that an organisation holds.
#[derive(Debug)]
pub struct Suppliers {
    /// The infrastructure.
    pub infrastructure: Infrastructure,
    /// Those whose name has the words, by name.
    pub found: Vec<NamingSupplier>,
    /// Whether there are more of them.
    pub has_more: bool,
}

/// The suppliers whose services name one of them and whose name has these words.
pub async fn suppliers(
    store: &Store,
    actor: &Actor,
    organisation: OrganisationId,
    id: InfrastructureId,
    words: &str,
) -> Result<Suppliers, ReadError> {
    authorise::<ReadOrganisation>(actor, organisation)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let infrastructure = find_held(&mut tx, organisation, id).await?;
    let infrastructure = infrastructure.ok_or(ReadError::NotFound)?;
    let mut found = store::hosting::list_suppliers(&mut tx, id, words).await?;
    let has_more = found.len() > SUPPLIERS_FOUND;
    found.truncate(SUPPLIERS_FOUND);
    Ok(Suppliers {
        infrastructure,
        found,
        has_more,
    })
}

/// The infrastructure, if the organisation holds it.
pub(super) async fn find_held(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    id: InfrastructureId,
) -> Result<Option<Infrastructure>, StoreError> {
    let held = store::hosting::list_held(tx, organisation).await?;
    Ok(held.into_iter().find(|entry| entry.id == id))
}
