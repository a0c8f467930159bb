//! A request to an owner as it begins, and sending it.

use crate::applications::Case;
use crate::links::renew;
use domain::id::OwnerRequestId;
use domain::owner_request::{
    Asker, Contact, Hosting, LINK_LIFETIME, OwnerRequest, OwnerRequestState,
};
use domain::when;
use policy::organisation::AskOwner;
use policy::{Actor, Permit};
use store::links::Leads;
use store::{StoreError, WriteTx};

/// Who confirms for the supplier's own infrastructure.
pub(super) fn own_contact(actor: &Actor) -> Contact {
    Contact {
        name: actor.name.clone(),
        job_title: String::new(),
        email: actor.email.clone(),
    }
}

/// A request for exactly this; agreed already where the supplier confirms its own infrastructure.
pub(super) fn new_request(
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
pub(super) async fn send(
    tx: &mut WriteTx,
    permit: &Permit<AskOwner>,
    (request, is_reminder, is_answer): (&OwnerRequest, bool, bool),
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
        is_answer,
    };
    crate::links::ask(tx, &request.contact, leads, &notice).await
}
