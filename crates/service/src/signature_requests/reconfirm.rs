//! The signatory confirms what changed in reply to a clarification, when the reply is sent or
//! when the supplier sends it again.

use super::ask::{AskError, Held};
use super::changes::{Change, merge, unconfirmed};
use super::cover::{Covering, covering};
use super::live::{SeenRequest, is_unseen};
use super::request::{Signer, event, new_request};
use super::send::send;
use crate::applications::Case;
use crate::budgets::may_ask_signatory;
use audit::Kind;
use domain::application::ApplicationState;
use domain::id::SignatureRequestId;
use domain::signature_request::{
    SignatureKind, SignatureMethod, SignatureRequest, SignatureRequestState,
};
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
/// confirmed with the rest. Nothing when nothing changed, or when no signature stands and nobody was asked
/// for one; who was is asked to sign the application as it is now.
pub async fn ask_reconfirmation(
    tx: &mut WriteTx,
    permit: &Permit<ReplyToClarification>,
    actor: &Actor,
    case: &Case,
    changes: &[Change],
    public_url: &str,
) -> Result<Option<SignatureRequestId>, StoreError> {
    if changes.is_empty() {
        return Ok(None);
    }
    let before = store::signature_requests::list(tx, case.application.id).await?;
    let (signer, changes) = if let Some(signed) = standing(&before) {
        let signer = Signer::of(&signed.signatory, SignatureMethod::Online);
        cancel_open(tx, permit, &before).await?;
        (signer, merge(unconfirmed(tx, &before).await?, changes))
    } else {
        let Some(open) = before.iter().find(|request| request.state.is_open()) else {
            return Ok(None);
        };
        let signer = Signer::of(&open.signatory, open.method);
        cancel_open(tx, permit, &before).await?;
        (signer, Vec::new())
    };
    let kind = kind(&before);
    if kind == SignatureKind::Reconfirmation && changes.is_empty() {
        return Ok(None);
    }
    let request = add(tx, permit, (actor, case), (kind, &signer), &changes).await?;
    send(tx, permit, (&request, false), public_url).await?;
    let event = event(Kind::SignatureAsked, &request)
        .with("method", request.method)
        .with("changes", changes.len());
    tx.record(&event).await?;
    Ok(Some(request.id))
}

/// The latest signature that was not made void.
pub(crate) fn standing(requests: &[SignatureRequest]) -> Option<&SignatureRequest> {
    requests
        .iter()
        .find(|request| request.state == SignatureRequestState::Signed)
}

/// What a new request of a submitted application is for, by those before it: to confirm what changed
/// since the signature that stands, or to sign all of it where none does.
fn kind(before: &[SignatureRequest]) -> SignatureKind {
    if standing(before).is_some() {
        SignatureKind::Reconfirmation
    } else {
        SignatureKind::Anew
    }
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
/// one before cannot confirm, or does not, or when the page that was signed on paper could not be used.
/// Sending it to the same person twice changes nothing.
pub(super) async fn ask_again(
    (mut tx, case, permit): Held,
    actor: &Actor,
    (signer, seen): (&Signer, &SeenRequest),
    public_url: &str,
) -> Result<(), AskError> {
    let covering = covering(&mut tx, &case).await?;
    let may_be_sent = may_be_sent(&case, &covering);
    if let Covering::Waiting(open) = &covering
        && may_be_sent
        && signer.is_asked_by(open)
        && !open.has_run_out(tx.now())
    {
        return Ok(());
    }
    let before = store::signature_requests::list(&mut tx, case.application.id).await?;
    if is_unseen(&before, seen) {
        return Err(AskError::Unseen);
    }
    if !may_be_sent {
        return Err(AskError::NotNow);
    }
    let of = (case.application.organisation, case.application.id);
    if !may_ask_signatory(&mut tx, of, (&signer.contact, signer.method)).await? {
        return Err(AskError::SentTooMuch);
    }
    cancel_open(&mut tx, &permit, &before).await?;
    let kind = kind(&before);
    let changes = match kind {
        SignatureKind::Reconfirmation => unconfirmed(&mut tx, &before).await?,
        SignatureKind::Initial | SignatureKind::Anew => Vec::new(),
    };
    let request = add(&mut tx, &permit, (actor, &case), (kind, signer), &changes).await?;
    send(&mut tx, &permit, (&request, false), public_url).await?;
    let event = event(Kind::SignatureAsked, &request)
        .with("method", request.method)
        .with("changes", changes.len());
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

/// Keeps a request of this kind, about these changes, with the application as it is.
async fn add(
    tx: &mut WriteTx,
    proof: &impl Proof,
    (actor, case): (&Actor, &Case),
    (kind, signer): (SignatureKind, &Signer),
    changes: &[Change],
) -> Result<SignatureRequest, StoreError> {
    let (request, snapshot) = new_request(tx, actor, case, kind, signer);
    let frozen = Frozen {
        snapshot,
        changes: serde_json::to_string(changes).unwrap_or_else(|_| "[]".to_owned()),
    };
    store::signature_requests::add(tx, proof, &request, &frozen).await?;
    Ok(request)
}
