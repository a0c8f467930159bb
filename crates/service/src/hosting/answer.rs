//! The owner says whether a service runs on its infrastructure.

use super::read::find_held;
use audit::{Event, Kind};
use domain::id::{InfrastructureId, OrganisationId};
use domain::reference::ServiceCode;
use policy::organisation::AnswerForInfrastructure;
use policy::{Actor, Denied, authorise};
use store::hosting::OwnerSays;
use store::{Context, Store, StoreError};

/// Why the answer was not kept.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
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

/// Keeps what the owner says of a service, by its code; also of one that the register does not have
/// there.
pub async fn answer(
    store: &Store,
    actor: &Actor,
    organisation: OrganisationId,
    infrastructure: InfrastructureId,
    code: &ServiceCode,
    runs_here: bool,
) -> Result<(), AnswerError> {
    let permit = authorise::<AnswerForInfrastructure>(actor, organisation)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let held = find_held(&mut tx, organisation, infrastructure).await?;
    held.ok_or(AnswerError::NotFound)?;
    let says = OwnerSays {
        runs_here,
        at: tx.now(),
        by_name: actor.name.clone(),
    };
    store::hosting::save_answer(&mut tx, &permit, infrastructure, code, &says).await?;
    let event = Event::new(Kind::HostingAnswered)
        .organisation(organisation)
        .with("infrastructure", infrastructure)
        .with("service", code)
        .with("runs_here", runs_here);
    tx.commit(&event).await?;
    Ok(())
}
