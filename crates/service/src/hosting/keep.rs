//! The owner keeps an agreement after all that it had taken back from a day which is still to come.

use super::withdraw::WithdrawError;
use crate::links::{begin, tell};
use crate::reviews::Office;
use audit::{Event, Kind};
use domain::credential::{Credential, Token};
use domain::id::{OrganisationId, OwnerRequestId};
use policy::organisation::WithdrawAgreement;
use policy::{Actor, authorise};
use store::links::Leads;
use store::owner_requests::Withdrawn;
use store::{Context, Store, StoreError, WriteTx};

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
    tell_both(&mut tx, &kept, &by_name, office).await?;
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
    tell_both(&mut tx, &kept, &actor.name, office).await?;
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

async fn tell_both(
    tx: &mut WriteTx,
    kept: &Withdrawn,
    by: &str,
    office: Office<'_>,
) -> Result<(), StoreError> {
    let reference = &kept.reference;
    let notice = |path: String| mail::OwnerKept {
        owner: kept.owner_name.clone(),
        infrastructure: kept.infrastructure_name.clone(),
        supplier: kept.supplier_name.clone(),
        service: kept.service_name.clone(),
        by: by.to_owned(),
        link: office.url(&path),
    };
    let page = format!("/applications/{reference}/infrastructure/owner-request");
    tell(tx, &kept.asker_name, &kept.asker_email, &notice(page)).await?;
    let case = format!("/team/applications/{reference}/infrastructure");
    tell(tx, "", office.team_email, &notice(case)).await
}
