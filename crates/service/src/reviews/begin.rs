//! Beginning a review.

use super::notices::{Office, point_of_contact, tell};
use crate::applications::load_for_update;
use audit::{Event, Kind};
use domain::application::{OutOfOrder, Step};
use domain::reference::ApplicationReference;
use domain::when;
use mail::ReviewStarted;
use policy::team::ReviewCase;
use policy::{Actor, Denied, authorise_team};
use store::{Context, Store, StoreError};

/// Why a review can't begin.
#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    /// No such case.
    #[error("no such case")]
    NotFound,
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Somebody has begun already.
    #[error(transparent)]
    OutOfOrder(#[from] OutOfOrder),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Assigns the case to this person and begins its review. Tells the point of contact.
pub async fn begin(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
    office: Office<'_>,
) -> Result<(), BeginError> {
    let permit = authorise_team::<ReviewCase>(actor)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let case = load_for_update(&mut tx, reference).await?;
    let mut case = case
        .filter(|case| case.application.state.is_submitted())
        .ok_or(BeginError::NotFound)?;
    case.application.take(Step::BeginReview)?;
    case.application.assigned_to = Some(actor.user);
    case.application.assigned_name = Some(actor.name.clone());
    store::applications::save(&mut tx, &permit, &case.application).await?;
    let notice = ReviewStarted {
        service: case.application.service_title().to_owned(),
        reference: reference.to_string(),
        target_date: case
            .application
            .target_on
            .map(when::date)
            .unwrap_or_default(),
        is_over: case
            .application
            .target_on
            .is_some_and(|target| target < when::uk_date(tx.now())),
        link: office.application_url(&case, "progress"),
    };
    let people: Vec<_> = point_of_contact(&case).into_iter().collect();
    tell(&mut tx, &people, &notice).await?;
    let event = Event::new(Kind::ReviewBegan)
        .organisation(case.application.organisation)
        .application(case.application.id);
    tx.commit(&event).await?;
    Ok(())
}
