//! The owner takes an agreement back, after it has seen what that does: at once, or from a later day.
//!
//! From that day on no certificate can be issued on it: the database refuses one without a live
//! agreement. A certificate that exists stays until the PSN team decides. Until a later day the
//! agreement counts, and the owner can keep it after all (`keep`); when the day comes, the worker ends
//! it (`ending`).

use super::read::find_held;
use crate::links::{begin, tell};
use crate::reviews::Office;
use audit::{Event, Kind};
use domain::credential::{Credential, Token};
use domain::id::{ApplicationId, InfrastructureId, OrganisationId, OwnerRequestId};
use domain::owner_request::OwnerRequestState;
use domain::when;
use policy::organisation::WithdrawAgreement;
use policy::{Actor, Denied, authorise};
use store::hosting::Hosted;
use store::links::Leads;
use store::owner_requests::Withdrawn;
use store::{Context, Store, StoreError, WriteTx};
use time::Date;

/// What taking an agreement back does.
#[derive(Debug, Clone)]
pub struct Effect {
    /// The certificate that rests on it, if there is one: its number and last day.
    pub certificate: Option<(String, Date)>,
}

/// Why an agreement was not taken back.
#[derive(Debug, thiserror::Error)]
pub enum WithdrawError {
    /// This browser has not entered the code, or there is no such agreement of this owner.
    #[error("there is no such agreement")]
    NotFound,
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// It was taken back already, or the day is past.
    #[error("nothing is left to take back")]
    Closed,
    /// It ends with this day anyway: until which it was given, or until which the certificate of the
    /// infrastructure is valid.
    #[error("the agreement ends on {0} anyway")]
    EndsBefore(Date),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What would come of it, for the browser that entered the code of the link.
pub async fn effect_through_link(
    store: &Store,
    application: ApplicationId,
    browser: Credential,
) -> Result<Effect, StoreError> {
    let mut tx = store.read(Context::presenting(browser)).await?;
    let issued = store::issuing::find_issued(&mut tx, application).await?;
    Ok(Effect {
        certificate: issued.map(|issued| (issued.number, issued.valid_to)),
    })
}

/// An agreement on an infrastructure that the organisation holds, also one that has ended, and what
/// taking it back would do; for its administrators.
pub async fn find_agreement(
    store: &Store,
    actor: &Actor,
    place: (OrganisationId, InfrastructureId),
    id: OwnerRequestId,
) -> Result<(Hosted, Effect), WithdrawError> {
    let (organisation, infrastructure) = place;
    authorise::<WithdrawAgreement>(actor, organisation)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let held = find_held(&mut tx, organisation, infrastructure).await?;
    held.ok_or(WithdrawError::NotFound)?;
    let hosted = store::hosting::find(&mut tx, infrastructure, id).await?;
    let hosted = hosted.ok_or(WithdrawError::NotFound)?;
    let certified = hosted.certified.as_ref();
    let certificate = certified.map(|certified| (certified.number.clone(), certified.valid_to));
    let was_given = matches!(
        hosted.agreement,
        OwnerRequestState::Agreed | OwnerRequestState::Withdrawn
    );
    if was_given && !hosted.is_own {
        Ok((hosted, Effect { certificate }))
    } else {
        Err(WithdrawError::Closed)
    }
}

/// Takes the agreement back that a link leads to, and tells the supplier and the team.
pub async fn withdraw_through_link(
    store: &Store,
    token: &Token,
    browser: Credential,
    from: Date,
    reason: &str,
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
    if request.state != OwnerRequestState::Agreed {
        return Err(WithdrawError::Closed);
    }
    let by_name = request.answered_name.unwrap_or(request.contact.name);
    let done = take_back(&mut tx, id, from, &by_name, reason).await?;
    tell_both(&mut tx, &done, (from, &by_name), office).await?;
    let event = Event::new(Kind::AgreementWithdrawn)
        .organisation(link.organisation)
        .application(link.application)
        .with("owner_request", id)
        .with("from", when::iso_date(from));
    tx.commit(&event).await?;
    Ok(())
}

/// The same for an administrator of the organisation that holds the infrastructure.
pub async fn withdraw(
    store: &Store,
    actor: &Actor,
    place: (OrganisationId, OwnerRequestId),
    from: Date,
    reason: &str,
    office: Office<'_>,
) -> Result<(), WithdrawError> {
    let (organisation, id) = place;
    authorise::<WithdrawAgreement>(actor, organisation)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let done = take_back(&mut tx, id, from, &actor.name, reason).await?;
    tell_both(&mut tx, &done, (from, &actor.name), office).await?;
    let event = |organisation| {
        Event::new(Kind::AgreementWithdrawn)
            .organisation(organisation)
            .with("owner_request", id)
            .with("from", when::iso_date(from))
    };
    // The supplier and the team read it beside the application, the holder among its own activity.
    if done.organisation != organisation {
        let beside = event(done.organisation).application(done.application);
        tx.record(&beside).await?;
    }
    tx.commit(&event(organisation)).await?;
    Ok(())
}

/// Takes it back in the database, unless it ends before that day anyway.
async fn take_back(
    tx: &mut WriteTx,
    id: OwnerRequestId,
    from: Date,
    by_name: &str,
    reason: &str,
) -> Result<Withdrawn, WithdrawError> {
    let end = store::owner_requests::find_last_day(tx, id).await?;
    let end = end.ok_or(WithdrawError::Closed)?;
    if from > end && from > when::uk_date(tx.now()) {
        return Err(WithdrawError::EndsBefore(end));
    }
    let done = store::owner_requests::withdraw(tx, id, from, by_name, reason).await?;
    done.ok_or(WithdrawError::Closed)
}

/// M51.
async fn tell_both(
    tx: &mut WriteTx,
    done: &Withdrawn,
    taken_back: (Date, &str),
    office: Office<'_>,
) -> Result<(), StoreError> {
    let page = format!(
        "/applications/{}/infrastructure/owner-request",
        done.reference
    );
    let is_ahead = taken_back.0 > when::uk_date(tx.now());
    let notice = |link| mail::OwnerWithdrew {
        is_ahead,
        ..withdrew(done, taken_back, link)
    };
    let to_supplier = notice(office.url(&page));
    tell(tx, &done.asker_name, &done.asker_email, &to_supplier).await?;
    let case = format!("/team/applications/{}/infrastructure", done.reference);
    let to_team = notice(office.url(&case));
    tell(tx, "", office.team_email, &to_team).await
}

/// M51 with this link, about an agreement that somebody took back from this day on.
pub(super) fn withdrew(
    done: &Withdrawn,
    (from, by): (Date, &str),
    link: String,
) -> mail::OwnerWithdrew {
    mail::OwnerWithdrew {
        by: by.to_owned(),
        has_ended: false,
        ..over(done, from, link)
    }
}

/// M51 with this link, about an agreement that is over from this day on with its last day.
pub(super) fn over(done: &Withdrawn, from: Date, link: String) -> mail::OwnerWithdrew {
    let last_day = from.previous_day().unwrap_or(from);
    mail::OwnerWithdrew {
        owner: done.owner_name.clone(),
        infrastructure: done.infrastructure_name.clone(),
        supplier: done.supplier_name.clone(),
        service: done.service_name.clone(),
        from: when::date(from),
        has_ended: true,
        is_ahead: false,
        last_day: when::date(last_day),
        by: String::new(),
        link,
    }
}
