//! The owner takes an agreement back, after it has seen what that does: at once, or from a later day.
//!
//! From that day on no certificate can be issued on it: the database refuses one without a live
//! agreement. A certificate that exists stays until the PSN team decides. Until a later day the
//! agreement counts, and the owner can keep it after all (`keep`); when the day comes, the worker ends
//! it (`ending`).

use super::read::find_held;
use super::told::tell_of_withdrawal;
use crate::links::begin;
use crate::reviews::Office;
use audit::{Event, Kind};
use domain::credential::{Credential, Token};
use domain::id::{InfrastructureId, OrganisationId, OwnerRequestId};
use domain::owner_request::OwnerRequestState;
use domain::when;
use policy::organisation::WithdrawAgreement;
use policy::{Actor, Denied, authorise};
use store::hosting::Hosted;
use store::links::Leads;
use store::owner_requests::{Beside, Withdrawn};
use store::{Context, ReadTx, Store, StoreError, WriteTx};
use time::Date;

/// What taking an agreement back does.
#[derive(Debug, Clone)]
pub struct Effect {
    /// The certificate that rests on it, if there is one: its number and last day.
    pub certificate: Option<(String, Date)>,
    /// The certificate that its application renews, which rests on another agreement.
    pub renews: Option<(String, Date)>,
    /// Whether the owner agreed to the renewal of the certificate too.
    pub renewal_is_agreed: bool,
    /// Whether the PSN team has the application, so that it is told.
    pub has_team: bool,
}

impl Effect {
    fn of(beside: Beside) -> Self {
        Self {
            certificate: beside.certificate,
            renews: beside.renews,
            renewal_is_agreed: beside.renewal.is_some_and(|renewal| renewal.is_agreed),
            has_team: beside.state.is_submitted(),
        }
    }
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
    id: OwnerRequestId,
    browser: Credential,
) -> Result<Effect, WithdrawError> {
    let mut tx = store.read(Context::presenting(browser)).await?;
    Ok(Effect::of(beside(&mut tx, id).await?))
}

/// What lies beside an agreement that this credential can take back, or could.
pub(super) async fn beside(tx: &mut ReadTx, id: OwnerRequestId) -> Result<Beside, WithdrawError> {
    let beside = store::owner_requests::find_beside(tx, id).await?;
    beside.ok_or(WithdrawError::NotFound)
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
    let was_given = matches!(
        hosted.agreement,
        OwnerRequestState::Agreed | OwnerRequestState::Withdrawn
    );
    if was_given && !hosted.is_own {
        let beside = beside(&mut tx, id).await?;
        Ok((hosted, Effect::of(beside)))
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
    let beside = beside(&mut tx, id).await?;
    let done = take_back(&mut tx, id, from, &by_name, reason).await?;
    let about = (&done, &beside);
    tell_of_withdrawal(
        &mut tx,
        about,
        (from, &by_name),
        &request.contact.email,
        office,
    )
    .await?;
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
    let beside = beside(&mut tx, id).await?;
    let done = take_back(&mut tx, id, from, &actor.name, reason).await?;
    let (about, taken_back) = ((&done, &beside), (from, actor.name.as_str()));
    tell_of_withdrawal(&mut tx, about, taken_back, &actor.email, office).await?;
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
