//! The supplier asks the owner, reminds them, or takes the request back.

use super::plan::{Plan, differences, has_other_services, plan};
use super::standing::{answer_by, standing, tell_of_standing};
use crate::applications::{Case, load_for_update};
use crate::links::{may_remind, renew};
use crate::reviews::notices::{Happened, Office, tell_team};
use audit::{Event, Kind};
use domain::id::OwnerRequestId;
use domain::owner_request::{
    Asker, Contact, Hosting, LINK_LIFETIME, OwnerRequest, OwnerRequestState,
};
use domain::reference::ApplicationReference;
use domain::when;
use policy::organisation::AskOwner;
use policy::{Actor, Denied, Permit, authorise};
use store::links::Leads;
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
    /// A reminder was sent today.
    #[error("a reminder was sent today")]
    RemindedToday,
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
/// request is live changes nothing; for something else, it replaces that request.
pub async fn ask(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
    office: Office<'_>,
) -> Result<(), AskError> {
    let public_url = office.public_url;
    let (mut tx, case, permit, latest) = begin(store, actor, reference).await?;
    let plan = plan(&mut tx, &case).await?;
    if let Some(mut before) = latest {
        let is_live = before.state.is_open() || before.state == OwnerRequestState::Agreed;
        let has_run_out = before.state.is_open() && tx.now() >= before.expires_at;
        let fits = differences(Some(&before), &plan).is_empty() && same_person(&before, &plan);
        // An agreement that ends soon, or whose owner was told of other services of theirs, can be asked for again; the
        // new request takes its place.
        let is_stale = before.ends_soon() || has_other_services(&before, &plan);
        if is_live && fits && !has_run_out && !is_stale {
            return Ok(());
        }
        if is_live {
            take_back(&mut tx, &permit, &mut before).await?;
            tx.record(&event(Kind::OwnerRequestCancelled, &before))
                .await?;
        }
    }
    let (hosting, contact, is_own) = match plan {
        Plan::Ask(hosting, contact) => (hosting, contact, false),
        Plan::Own(hosting) => (hosting, own_contact(actor), true),
        Plan::Missing(_) | Plan::Joint | Plan::Ended(_) | Plan::NotTheirs(_) => {
            return Err(AskError::NotNow);
        }
    };
    let standing = if is_own {
        None
    } else {
        standing(&mut tx, &case, &hosting).await?
    };
    let mut request = new_request(&tx, actor, &case, hosting, contact, is_own);
    if let Some(standing) = &standing {
        answer_by(&mut request, standing);
    }
    store::owner_requests::add(&mut tx, &permit, &request).await?;
    let kind = match &standing {
        Some(standing) => {
            tell_of_standing(&mut tx, &request, standing, public_url).await?;
            Kind::OwnerAnswered
        }
        None if is_own => Kind::OwnerAnswered,
        None => {
            send(&mut tx, &permit, (&request, false), public_url).await?;
            Kind::OwnerAsked
        }
    };
    if request.state == OwnerRequestState::Agreed && case.application.state.is_submitted() {
        tell_team(&mut tx, &happened(&request), office).await?;
    }
    let event = event(kind, &request).with("state", request.state);
    tx.commit(&event).await?;
    Ok(())
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
    send(&mut tx, &permit, (&request, true), public_url).await?;
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

fn own_contact(actor: &Actor) -> Contact {
    Contact {
        name: actor.name.clone(),
        job_title: String::new(),
        email: actor.email.clone(),
    }
}

fn new_request(
    tx: &WriteTx,
    actor: &Actor,
    case: &Case,
    hosting: Hosting,
    contact: Contact,
    is_own: bool,
) -> OwnerRequest {
    let now = tx.now();
    OwnerRequest {
        id: OwnerRequestId::new(),
        organisation: case.application.organisation,
        application: case.application.id,
        state: if is_own {
            OwnerRequestState::Agreed
        } else {
            OwnerRequestState::Sent
        },
        is_own,
        reference: case.application.reference.to_string(),
        hosting,
        contact,
        asker: Asker {
            id: actor.user,
            name: actor.name.clone(),
            email: actor.email.clone(),
        },
        sent_at: now,
        expires_at: if is_own { now } else { now + LINK_LIFETIME },
        opened_at: None,
        answered_at: is_own.then_some(now),
        answered_name: is_own.then(|| actor.name.clone()),
        answered_job_title: None,
        reason: None,
        cancelled_at: None,
        standing: None,
        withdrawal: None,
        agreed_until: None,
        is_ending: false,
    }
}

/// Makes the link and queues M18 with it, or M19 as a reminder.
async fn send(
    tx: &mut WriteTx,
    permit: &Permit<AskOwner>,
    (request, is_reminder): (&OwnerRequest, bool),
    public_url: &str,
) -> Result<(), StoreError> {
    let place = (request.organisation, request.application);
    let leads = Leads::Owner(request.id);
    let token = renew(tx, permit, place, leads, &request.contact).await?;
    let notice = mail::OwnerAsked {
        supplier: request.hosting.supplier_name.clone(),
        service: request.hosting.service_name.clone(),
        infrastructure: request.hosting.infrastructure_name.clone(),
        asker: request.asker.name.clone(),
        link: format!("{public_url}/owner/{}", token.reveal()),
        reply_by: when::date(when::uk_date(request.expires_at)),
        is_reminder,
    };
    crate::links::ask(tx, &request.contact, leads, &notice).await
}
