//! Whether an organisation requires a second factor of its people.

use audit::{Event, Kind};
use domain::assurance::Assurance;
use domain::id::OrganisationId;
use policy::organisation::ManagePeople;
use policy::{Actor, Denied, authorise};
use store::{Context, Store, StoreError, organisations};

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum RequireSecondFactorError {
    /// The administrator has no second factor: they would lock themselves out.
    #[error("the administrator has no second factor")]
    NoneYourself,
    /// The person may not, or has to show first who they are.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Says whether the organisation requires a second factor. From then on people who signed in
/// without one see nothing of it until they have set one up.
pub async fn require_second_factor(
    store: &Store,
    actor: &Actor,
    id: OrganisationId,
    is_required: bool,
) -> Result<(), RequireSecondFactorError> {
    let permit = authorise::<ManagePeople>(actor, id)?;
    actor.confirmed()?;
    if actor.assurance < Assurance::SecondFactor {
        // Whoever sees the organisation without one sees one that requires none: "no" changes nothing.
        return if is_required {
            Err(RequireSecondFactorError::NoneYourself)
        } else {
            Ok(())
        };
    }
    let mut tx = store.write(Context::of(actor)).await?;
    organisations::require_second_factor(&mut tx, &permit, is_required).await?;
    let event = Event::new(Kind::SecondFactorRequired)
        .organisation(id)
        .with("is_required", is_required);
    tx.commit(&event).await?;
    Ok(())
}
