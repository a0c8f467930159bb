//! The signatory confirms what changed in reply to a clarification, when the reply is sent or
//! when the supplier sends it again.

use super::ask::{AskError, Held};
use super::changes::{Change, changes, merge, unconfirmed};
use super::cover::{Covering, covering};
use crate::applications::Case;
use crate::budgets::may_ask_signatory;
use crate::links::renew;
use crate::snapshot;
use audit::{Event, Kind};
use domain::application::ApplicationState;
use domain::id::SignatureRequestId;
use domain::owner_request::{Asker, Contact, LINK_LIFETIME};
use domain::signature_request::{
    SignatureKind, SignatureMethod, SignatureRequest, SignatureRequestState,
};
use domain::when;
use policy::organisation::ReplyToClarification;
use policy::{Actor, Permit, Proof};
use store::links::Leads;
use store::signature_requests::Frozen;
use store::{StoreError, WriteTx};

/// Asks whoever signed last to confirm what changed. Call it within the reply to a clarification,
/// with the application as it is after the reply and only changes of pages that need the
/// signatory again (`reconfirm`). That is online, also after a signature in ink; the supplier can
/// choose ink instead. Makes the request and its link, queues the notice (M36) and
/// records it; an unanswered earlier request to confirm is replaced, and what it was about is
/// confirmed with the rest. Nothing when nobody signed or nothing changed.
pub async fn ask_reconfirmation(
    tx: &mut WriteTx,
    permit: &Permit<ReplyToClarification>,
    actor: &Actor,
    case: &Case,
    changes: &[Change],
    public_url: &str,
) -> Result<Option<SignatureRequestId>, StoreError> {
    let before = store::signature_requests::list(tx, case.application.id).await?;
    let signed = before
        .iter()
        .find(|request| request.state == SignatureRequestState::Signed);
    let Some(signed) = signed.filter(|_| !changes.is_empty()) else {
        return Ok(None);
    };
    cancel_open(tx, permit, &before).await?;
    let changes = merge(unconfirmed(tx, &before).await?, changes);
    if changes.is_empty() {
        return Ok(None);
    }
    let signer = (signed.signatory.clone(), SignatureMethod::Online);
    let request = add(tx, permit, (actor, case), signer, &changes).await?;
    send(tx, permit, (&request, false), public_url).await?;
    let event = event(Kind::SignatureAsked, &request).with("changes", changes.len());
    tx.record(&event).await?;
    Ok(Some(request.id))
}

/// True when the supplier may send a submitted application to a signatory: no signature covers it
/// as it is, and it is with the team. While the supplier replies to a clarification its answers
/// may still change; sending the reply asks the signatory.
pub(super) fn may_be_sent(case: &Case, covering: &Covering) -> bool {
    let is_with_team = match case.application.state {
        ApplicationState::Submitted
        | ApplicationState::UnderReview
        | ApplicationState::Recommended
        | ApplicationState::Approved => true,
        ApplicationState::Draft
        | ApplicationState::AwaitingSupplier
        | ApplicationState::Refused
        | ApplicationState::Certified
        | ApplicationState::Withdrawn
        | ApplicationState::Deleted => false,
    };
    is_with_team && !covering.is_signed()
}

/// Sends a submitted application to a signatory again, who may be another than before: when the
/// one before cannot confirm, or does not. Sending it to the same person twice changes nothing.
pub(super) async fn ask_again(
    (mut tx, case, permit): Held,
    actor: &Actor,
    signer: (Contact, SignatureMethod),
    public_url: &str,
) -> Result<(), AskError> {
    let covering = covering(&mut tx, &case).await?;
    if !may_be_sent(&case, &covering) {
        return Err(AskError::NotNow);
    }
    if let Covering::Waiting(open) = &covering
        && (&open.signatory, open.method) == (&signer.0, signer.1)
        && !open.has_run_out(tx.now())
    {
        return Ok(());
    }
    let of = (case.application.organisation, case.application.id);
    if !may_ask_signatory(&mut tx, of, (&signer.0, signer.1)).await? {
        return Err(AskError::SentTooMuch);
    }
    let before = store::signature_requests::list(&mut tx, case.application.id).await?;
    cancel_open(&mut tx, &permit, &before).await?;
    let changes = unconfirmed(&mut tx, &before).await?;
    let request = add(&mut tx, &permit, (actor, &case), signer, &changes).await?;
    send(&mut tx, &permit, (&request, false), public_url).await?;
    let event = event(Kind::SignatureAsked, &request).with("changes", changes.len());
    tx.commit(&event).await?;
    Ok(())
}

/// Cancels what may still be signed. Held first, so that nothing that was signed meanwhile is.
async fn cancel_open(
    tx: &mut WriteTx,
    proof: &impl Proof,
    requests: &[SignatureRequest],
) -> Result<(), StoreError> {
    for request in requests.iter().filter(|request| request.state.is_open()) {
        let held = store::signature_requests::find_for_update(tx, request.id).await?;
        let mut open = held
            .filter(|request| request.state.is_open())
            .ok_or(StoreError::Stale)?;
        open.state = SignatureRequestState::Cancelled;
        open.voided_at = Some(tx.now());
        store::signature_requests::save(tx, &open).await?;
        store::links::cancel_all(tx, proof, Leads::Signatory(open.id)).await?;
    }
    Ok(())
}

/// Keeps a request to confirm these changes, with the application as it is.
async fn add(
    tx: &mut WriteTx,
    proof: &impl Proof,
    (actor, case): (&Actor, &Case),
    signer: (Contact, SignatureMethod),
    changes: &[Change],
) -> Result<SignatureRequest, StoreError> {
    let kind = SignatureKind::Reconfirmation;
    let (request, snapshot) = new_request(tx, actor, case, kind, signer);
    let frozen = Frozen {
        snapshot,
        changes: serde_json::to_string(changes).unwrap_or_else(|_| "[]".to_owned()),
    };
    store::signature_requests::add(tx, proof, &request, &frozen).await?;
    Ok(request)
}

/// Makes the link and queues the notice with it: to somebody who signed before and is to confirm
/// what changed, that (M36); to everybody else, that they are asked to sign (M23, or M25 as a
/// reminder). In ink nothing is sent.
pub(super) async fn send(
    tx: &mut WriteTx,
    proof: &impl Proof,
    (request, is_reminder): (&SignatureRequest, bool),
    public_url: &str,
) -> Result<(), StoreError> {
    if request.is_ink() {
        return Ok(());
    }
    let link = link(tx, proof, request, public_url).await?;
    let by = when::date(when::uk_date(request.expires_at));
    let signatory = &request.signatory;
    let leads = Leads::Signatory(request.id);
    let count = changes_of_own(tx, request).await?;
    if count > 0 {
        let notice = mail::ReconfirmationAsked {
            organisation: request.supplier_name.clone(),
            service: request.service_name.clone(),
            count,
            confirm_by: by,
            link,
        };
        return crate::links::ask(tx, signatory, leads, &notice).await;
    }
    let notice = mail::SignatureAsked {
        asker: request.asker.name.clone(),
        organisation: request.supplier_name.clone(),
        service: request.service_name.clone(),
        sign_by: by,
        is_reminder,
        link,
    };
    crate::links::ask(tx, signatory, leads, &notice).await
}

/// How many changes the request is about to what the same person has signed.
async fn changes_of_own(tx: &mut WriteTx, request: &SignatureRequest) -> Result<usize, StoreError> {
    let frozen = store::signature_requests::frozen(tx, request.id).await?;
    let count = frozen.as_ref().map_or(0, |frozen| changes(frozen).len());
    let all = store::signature_requests::list(tx, request.application).await?;
    let has_signed = all.iter().any(|other| {
        other.state == SignatureRequestState::Signed
            && other
                .signatory
                .email
                .eq_ignore_ascii_case(&request.signatory.email)
    });
    Ok(if has_signed { count } else { 0 })
}

/// A request of the application as it is, with the text that it freezes.
pub(super) fn new_request(
    tx: &WriteTx,
    actor: &Actor,
    case: &Case,
    kind: SignatureKind,
    (signatory, method): (Contact, SignatureMethod),
) -> (SignatureRequest, String) {
    let now = tx.now();
    let snapshot = snapshot::of(case);
    let request = SignatureRequest {
        id: SignatureRequestId::new(),
        organisation: case.application.organisation,
        application: case.application.id,
        state: SignatureRequestState::Sent,
        kind,
        method,
        reference: case.application.reference.to_string(),
        supplier_name: case.application.organisation_name.clone(),
        service_name: case.application.service_title().to_owned(),
        snapshot_sha256: snapshot.sha256,
        commitments_version: case.set.commitments.version.clone(),
        signatory,
        asker: Asker {
            id: actor.user,
            name: actor.name.clone(),
            email: actor.email.clone(),
        },
        sent_at: now,
        expires_at: now + LINK_LIFETIME,
        opened_at: None,
        authority_confirmed_at: None,
        signed_at: None,
        signed_name: None,
        signed_job_title: None,
        declined_at: None,
        cannot_sign: None,
        cannot_sign_note: None,
        voided_at: None,
        voided_page: None,
        ink: None,
    };
    (request, snapshot.text)
}

/// A new link to a request, in place of those before: its full address.
pub(super) async fn link(
    tx: &mut WriteTx,
    proof: &impl Proof,
    request: &SignatureRequest,
    public_url: &str,
) -> Result<String, StoreError> {
    let place = (request.organisation, request.application);
    let leads = Leads::Signatory(request.id);
    let token = renew(tx, proof, place, leads, &request.signatory).await?;
    Ok(format!("{public_url}/sign/{}", token.reveal()))
}

/// What happened to a request.
pub(super) fn event(kind: Kind, request: &SignatureRequest) -> Event {
    Event::new(kind)
        .organisation(request.organisation)
        .application(request.application)
        .with("signature_request", request.id)
        .with("kind", request.kind)
}
