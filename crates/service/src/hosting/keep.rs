//! The owner keeps an agreement after all that it had taken back from a day which is still to come.

use super::told::tell_of_keeping;
use super::withdraw::{WithdrawError, beside};
use crate::links::begin;
use crate::reviews::Office;
use audit::{Event, Kind};
use domain::credential::{Credential, Token};
use domain::id::{OrganisationId, OwnerRequestId};
use policy::organisation::WithdrawAgreement;
use policy::{Actor, authorise};
use store::links::Leads;
use store::{Context, Store};

/// Keeps the agreement that a link leads to, and tells the supplier and the team.
///
/// # Errors
/// When this browser has not entered the code, or nothing is taken back that can be kept.
pub async fn keep_through_link(
    store: &Store,
    token: &Token,
    browser: Credential,
    office: Office<'_>,
) -> Result<(), WithdrawError> {
    let (mut tx, link) = begin(store, token, browser)
        .await?
        .ok_or(WithdrawError::NotFound)?;
    let Leads::Owner(id) = link.leads else {
        return Err(WithdrawError::NotFound);
    };
    let request = store::owner_requests::find(&mut tx, id).await?;
    let request = request.ok_or(WithdrawError::NotFound)?;
    let by_name = request.answered_name.unwrap_or(request.contact.name);
    let kept = store::owner_requests::keep(&mut tx, id).await?;
    let kept = kept.ok_or(WithdrawError::Closed)?;
    let beside = beside(&mut tx, id).await?;
    let (about, by_email) = ((&kept, &beside), &request.contact.email);
    tell_of_keeping(&mut tx, about, &by_name, by_email, office).await?;
    let event = Event::new(Kind::AgreementKept)
        .organisation(link.organisation)
        .application(link.application)
        .with("owner_request", id);
    tx.commit(&event).await?;
    Ok(())
}

/// The same for an administrator of the organisation that holds the infrastructure.
///
/// # Errors
/// When it is not for this person, or nothing is taken back that can be kept.
pub async fn keep(
    store: &Store,
    actor: &Actor,
    (organisation, id): (OrganisationId, OwnerRequestId),
    office: Office<'_>,
) -> Result<(), WithdrawError> {
    authorise::<WithdrawAgreement>(actor, organisation)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let kept = store::owner_requests::keep(&mut tx, id).await?;
    let kept = kept.ok_or(WithdrawError::Closed)?;
    let beside = beside(&mut tx, id).await?;
    let about = (&kept, &beside);
    tell_of_keeping(&mut tx, about, &actor.name, &actor.email, office).await?;
    let event = |organisation| {
        Event::new(Kind::AgreementKept)
            .organisation(organisation)
            .with("owner_request", id)
    };
    // The supplier and the team read it beside the application, the holder among its own activity.
    if kept.organisation != organisation {
        let beside = event(kept.organisation).application(kept.application);
        tx.record(&beside).await?;
    }
    tx.commit(&event(organisation)).await?;
    Ok(())
}
