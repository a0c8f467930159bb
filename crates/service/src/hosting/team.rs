//! Both lists side by side, for the PSN team, and who holds an infrastructure.

use super::read::{Held, ReadError};
use audit::{Event, Kind};
use domain::id::InfrastructureId;
use policy::team::{NameHolder, ReadCases};
use policy::{Actor, Denied, authorise_team};
use store::hosting::{Elsewhere, HolderNamed, Reconciled, ServiceNames};
use store::infrastructure_notices::{EndedEarly, find_ended_early};
use store::{Context, Store, StoreError};

/// One infrastructure with both lists.
#[derive(Debug)]
pub struct TeamView {
    /// What it is, and where the lists differ.
    pub reconciled: Reconciled,
    /// What the register calls the services in which they differ.
    pub names: ServiceNames,
    /// Both lists.
    pub held: Held,
    /// That the team recorded an early end of the connection certificate.
    pub ended_early: Option<EndedEarly>,
    /// Services on other infrastructure that use a service which runs on this one.
    pub elsewhere: Vec<Elsewhere>,
}

/// Why no holder was named.
#[derive(Debug, thiserror::Error)]
pub enum NameError {
    /// There is no such infrastructure.
    #[error("not found")]
    NotFound,
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No organisation with an account has this name.
    #[error("no organisation has this name")]
    Unknown,
    /// Several organisations have this name.
    #[error("several organisations have this name")]
    Many,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A page of the infrastructure of the register, with where both lists differ and what the register calls
/// those services, after this one; and whether there is more.
pub async fn reconciliation(
    store: &Store,
    actor: &Actor,
    after: Option<InfrastructureId>,
) -> Result<(Vec<Reconciled>, ServiceNames, bool), ReadError> {
    authorise_team::<ReadCases>(actor)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let (page, has_more) = store::hosting::list_reconciled(&mut tx, after).await?;
    let names = store::hosting::names(&mut tx, &page).await?;
    Ok((page, names, has_more))
}

/// One of them, from the service after `after`.
pub async fn team_view(
    store: &Store,
    actor: &Actor,
    id: InfrastructureId,
    after: &str,
) -> Result<TeamView, ReadError> {
    authorise_team::<ReadCases>(actor)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let found = store::hosting::find_reconciled(&mut tx, id).await?;
    let reconciled = found.ok_or(ReadError::NotFound)?;
    let held = Held::load(&mut tx, reconciled.infrastructure.clone(), after).await?;
    let names = store::hosting::names(&mut tx, std::slice::from_ref(&reconciled)).await?;
    let ended_early = find_ended_early(&mut tx, id).await?;
    Ok(TeamView {
        reconciled,
        names,
        ended_early,
        elsewhere: match held.affected.elsewhere {
            0 => Vec::new(),
            _ => store::hosting::list_elsewhere(&mut tx, id).await?,
        },
        held,
    })
}

/// Says which organisation with an account holds an infrastructure; an empty name takes it away.
/// Its people then see which services name the infrastructure.
pub async fn name_holder(
    store: &Store,
    actor: &Actor,
    id: InfrastructureId,
    organisation: &str,
) -> Result<(), NameError> {
    let permit = authorise_team::<NameHolder>(actor)?;
    let mut tx = store.write(Context::of(actor)).await?;
    match store::hosting::name_holder(&mut tx, &permit, id, organisation).await? {
        HolderNamed::Named => {}
        HolderNamed::Unknown => return Err(NameError::Unknown),
        HolderNamed::Many => return Err(NameError::Many),
        HolderNamed::Refused => return Err(NameError::NotFound),
    }
    let event = Event::new(Kind::HolderNamed)
        .with("infrastructure", id)
        .with("is_named", !organisation.is_empty());
    tx.commit(&event).await?;
    Ok(())
}
