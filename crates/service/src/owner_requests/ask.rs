//! The supplier asks the owner, reminds them, or takes the request back.

use super::new_request::{new_request, own_contact, send};
use super::plan::{Plan, differences, has_other_description, has_other_services, plan};
use super::reply::{Answering, question, reply};
use super::standing::{answer_by, at_once, tell_of_standing};
use crate::applications::{Case, load_for_update};
use crate::budgets::may_send_link;
use crate::hosting::end_if_over;
use crate::links::may_remind;
use crate::reviews::notices::{Happened, Office, tell_team};
use audit::{Event, Kind};
use domain::owner_request::{LINK_LIFETIME, OwnerRequest, OwnerRequestState};
use domain::reference::ApplicationReference;
use policy::organisation::AskOwner;
use policy::{Actor, Denied, Permit, authorise};
use store::links::Leads;
use store::standing_agreements::StandingAgreement;
use store::{Context, Store, StoreError, WriteTx};

/// Why the owner was not asked.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// No such application.
    #[error("no such application")]
    NotFound,
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Something has to be filled in first, the certificate has ended, or a decision was made.
    #[error("the owner can't be asked now")]
    NotNow,
    /// The owner asked something first, and that is not answered.
    #[error("the question of the owner is not answered")]
    Unanswered,
    /// Somebody asked or answered while the answer to the owner was written.
    #[error("the request went on meanwhile")]
    Moved,
    /// A reminder was sent today.
    #[error("a reminder was sent today")]
    RemindedToday,
    /// As many e-mails were sent today as may be.
    #[error("too many e-mails were sent today")]
    SentTooMuch,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An application that may be acted on, held until the transaction ends.
async fn begin(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
) -> Result<(WriteTx, Case, Permit<AskOwner>, Option<OwnerRequest>), AskError> {
    let mut tx = store.write(Context::of(actor)).await?;
    let case = load_for_update(&mut tx, reference)
        .await?
        .ok_or(AskError::NotFound)?;
    let permit = authorise::<AskOwner>(actor, case.application.organisation)?;
    if !case.application.state.may_ask_owner() {
        return Err(AskError::NotNow);
    }
    let latest = store::owner_requests::find_latest(&mut tx, case.application.id).await?;
    let latest = match latest {
        Some(request) => store::owner_requests::find_for_update(&mut tx, request.id).await?,
        None => None,
    };
    Ok((tx, case, permit, latest))
}

fn event(kind: Kind, request: &OwnerRequest) -> Event {
    Event::new(kind)
        .organisation(request.organisation)
        .application(request.application)
        .with("owner_request", request.id)
}

/// Asks the owner for exactly what the answers say now. Where the supplier owns the
/// infrastructure, its own confirmation is the agreement. Asking again for the same while a
/// request is live changes nothing; for something else, it replaces that request. With it goes the
/// answer to what the owner wrote on the latest one: needed where the owner asked something first. Another
/// answer than a live request gives, from somebody who has read that one, takes its place.
pub async fn ask(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
    answering: Answering<'_>,
    office: Office<'_>,
) -> Result<(), AskError> {
    let (public_url, answer) = (office.public_url, answering.words);
    let (mut tx, case, permit, latest) = begin(store, actor, reference).await?;
    let plan = plan(&mut tx, &case).await?;
    let before = reply(&mut tx, latest.as_ref()).await?;
    let question = question(latest.as_ref(), before.as_ref(), &plan);
    let standing = at_once(&mut tx, &case, &plan, latest.as_ref()).await?;
    let open = question.as_ref().filter(|_| standing.is_none());
    if answering.has_moved(actor.user, latest.as_ref(), before.as_ref(), open) {
        return Err(AskError::Moved);
    }
    let is_anew = open.is_some()
        && before.is_some_and(|before| answer.is_some_and(|words| words != before.words));
    if let Some(before) = latest
        && !make_room(&mut tx, &permit, before, (&plan, is_anew), office).await?
    {
        return Ok(());
    }
    let (hosting, contact, is_own) = match plan {
        Plan::Ask(hosting, contact) => (hosting, contact, false),
        Plan::Own(hosting) => (hosting, own_contact(actor), true),
        Plan::Missing(_) | Plan::Joint | Plan::Ended(_) | Plan::NotTheirs(_) => {
            return Err(AskError::NotNow);
        }
    };
    let mut request = new_request(&tx, actor, &case, hosting, contact, is_own);
    if let Some(standing) = &standing {
        answer_by(&mut request, standing);
    }
    if open.is_some_and(|one| one.is_asked) && answer.is_none() {
        return Err(AskError::Unanswered);
    }
    let answer = question.and(answer);
    store::owner_requests::add(&mut tx, &permit, &request, answer).await?;
    let by = (standing.as_ref(), answer.is_some());
    let kind = tell(&mut tx, &permit, &request, by, public_url).await?;
    if request.state == OwnerRequestState::Agreed && case.application.state.is_submitted() {
        tell_team(&mut tx, &happened(&request), office).await?;
    }
    let event = event(kind, &request)
        .with("state", request.state)
        .with("is_answer", answer.is_some());
    tx.commit(&event).await?;
    Ok(())
}

/// Tells whom a new request concerns: its owner, unless a standing agreement or the supplier itself
/// answered it. What is recorded of that.
async fn tell(
    tx: &mut WriteTx,
    permit: &Permit<AskOwner>,
    request: &OwnerRequest,
    (standing, is_answer): (Option<&StandingAgreement>, bool),
    public_url: &str,
) -> Result<Kind, AskError> {
    if let Some(standing) = standing {
        tell_of_standing(tx, request, standing, public_url).await?;
        return Ok(Kind::OwnerAnswered);
    }
    if request.is_own {
        return Ok(Kind::OwnerAnswered);
    }
    let of = (request.organisation, request.application);
    if !may_send_link(tx, of, &request.contact.email).await? {
        return Err(AskError::SentTooMuch);
    }
    send(tx, permit, (request, false, is_answer), public_url).await?;
    Ok(Kind::OwnerAsked)
}

/// Takes back the latest request where a new one takes its place; false when it is live and fits what is
/// asked now, and what the owner wrote is not answered anew.
async fn make_room(
    tx: &mut WriteTx,
    permit: &Permit<AskOwner>,
    mut before: OwnerRequest,
    (plan, is_anew): (&Plan, bool),
    office: Office<'_>,
) -> Result<bool, StoreError> {
    if before.state == OwnerRequestState::Withdrawn {
        end_if_over(tx, before.id, office).await?;
    }
    let is_live = before.state.is_open() || before.state == OwnerRequestState::Agreed;
    if !is_live {
        return Ok(true);
    }
    let has_run_out = before.state.is_open() && tx.now() >= before.expires_at;
    let fits = differences(Some(&before), plan).is_empty() && same_person(&before, plan);
    // An agreement that ends soon, or whose owner was shown another description or told of other services of
    // theirs, can be asked for again; the new request takes its place.
    let is_other = has_other_services(&before, plan) || has_other_description(&before, plan);
    let is_stale = before.ends_soon() || is_other;
    if fits && !has_run_out && !is_stale && !is_anew {
        return Ok(false);
    }
    take_back(tx, permit, &mut before).await?;
    let event = event(Kind::OwnerRequestCancelled, &before);
    tx.record(&event).await?;
    Ok(true)
}

/// What the team is told of an agreement to an application that it has already (M56).
fn happened(request: &OwnerRequest) -> Happened<'_> {
    Happened {
        reference: &request.reference,
        service: &request.hosting.service_name,
        who: &request.hosting.owner_name,
        what: if request.is_own {
            "confirmed that the service runs on its own infrastructure"
        } else {
            "agreed to host the service, by a standing agreement"
        },
        page: "infrastructure",
    }
}

/// Sends the link again, as a new one with its full time; at most once a day.
pub async fn remind(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
    public_url: &str,
) -> Result<(), AskError> {
    let (mut tx, _, permit, latest) = begin(store, actor, reference).await?;
    let Some(mut request) = latest.filter(|request| request.state.is_open()) else {
        return Err(AskError::NotNow);
    };
    if !may_remind(&mut tx, Leads::Owner(request.id)).await? {
        return Err(AskError::RemindedToday);
    }
    request.expires_at = tx.now() + LINK_LIFETIME;
    store::owner_requests::save(&mut tx, &request).await?;
    send(&mut tx, &permit, (&request, true, false), public_url).await?;
    let event = event(Kind::OwnerAsked, &request).with("is_reminder", true);
    tx.commit(&event).await?;
    Ok(())
}

/// Takes back a request that has no answer yet.
pub async fn cancel(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
) -> Result<(), AskError> {
    let (mut tx, _, permit, latest) = begin(store, actor, reference).await?;
    let Some(mut request) = latest.filter(|request| request.state.is_open()) else {
        return Err(AskError::NotNow);
    };
    take_back(&mut tx, &permit, &mut request).await?;
    tx.commit(&event(Kind::OwnerRequestCancelled, &request))
        .await?;
    Ok(())
}

async fn take_back(
    tx: &mut WriteTx,
    permit: &Permit<AskOwner>,
    request: &mut OwnerRequest,
) -> Result<(), StoreError> {
    request.state = OwnerRequestState::Cancelled;
    request.cancelled_at = Some(tx.now());
    store::owner_requests::save(tx, request).await?;
    store::links::cancel_all(tx, permit, Leads::Owner(request.id)).await
}

fn same_person(before: &OwnerRequest, plan: &Plan) -> bool {
    match plan {
        Plan::Ask(_, contact) => {
            before.state == OwnerRequestState::Agreed || before.contact == *contact
        }
        Plan::Own(_) => before.is_own,
        Plan::Missing(_) | Plan::Joint | Plan::Ended(_) | Plan::NotTheirs(_) => false,
    }
}
