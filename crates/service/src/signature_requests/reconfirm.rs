//! The signatory confirms what changed in reply to a clarification.

use crate::applications::Case;
use crate::links::{renew, tell};
use crate::snapshot;
use audit::{Event, Kind};
use domain::id::SignatureRequestId;
use domain::owner_request::{Asker, Contact, LINK_LIFETIME};
use domain::signature_request::{SignatureKind, SignatureRequest, SignatureRequestState};
use domain::when;
use policy::organisation::ReplyToClarification;
use policy::{Actor, Permit, Proof};
use serde::{Deserialize, Serialize};
use store::links::Leads;
use store::signature_requests::Frozen;
use store::{StoreError, WriteTx};

/// One answer that changed, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The page's id.
    pub page: String,
    /// What it asks.
    pub label: String,
    /// The answer as it was signed.
    pub before: String,
    /// The answer now.
    pub after: String,
}

/// The changes that a request to confirm is about; none for a request to sign everything.
pub fn changes(frozen: &Frozen) -> Vec<Change> {
    serde_json::from_str(&frozen.changes).unwrap_or_default()
}

/// Asks whoever signed last to confirm what changed. Call it within the reply to a clarification,
/// with the application as it is after the reply and only changes of pages that need the
/// signatory again (`reconfirm`). Makes the request and its link, queues the notice (M36) and
/// records it; an unanswered earlier request to confirm is replaced. Nothing when nobody signed
/// or nothing changed.
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
    for open in before.iter().filter(|request| request.state.is_open()) {
        let mut open = open.clone();
        open.state = SignatureRequestState::Cancelled;
        open.voided_at = Some(tx.now());
        store::signature_requests::save(tx, &open).await?;
        store::links::cancel_all(tx, permit, Leads::Signatory(open.id)).await?;
    }
    let (request, snapshot) = new_request(
        tx,
        actor,
        case,
        SignatureKind::Reconfirmation,
        signed.signatory.clone(),
    );
    let frozen = Frozen {
        snapshot,
        changes: serde_json::to_string(changes).unwrap_or_else(|_| "[]".to_owned()),
    };
    store::signature_requests::add(tx, permit, &request, &frozen).await?;
    let link = link(tx, permit, &request, public_url).await?;
    let notice = mail::ReconfirmationAsked {
        organisation: request.supplier_name.clone(),
        service: request.service_name.clone(),
        count: changes.len(),
        confirm_by: when::date(when::uk_date(request.expires_at)),
        link,
    };
    let signatory = &request.signatory;
    tell(tx, &signatory.name, &signatory.email, &notice).await?;
    let event = event(Kind::SignatureAsked, &request).with("changes", changes.len());
    tx.record(&event).await?;
    Ok(Some(request.id))
}

/// A request of the application as it is, with the text that it freezes.
pub(super) fn new_request(
    tx: &WriteTx,
    actor: &Actor,
    case: &Case,
    kind: SignatureKind,
    signatory: Contact,
) -> (SignatureRequest, String) {
    let now = tx.now();
    let snapshot = snapshot::of(case);
    let request = SignatureRequest {
        id: SignatureRequestId::new(),
        organisation: case.application.organisation,
        application: case.application.id,
        state: SignatureRequestState::Sent,
        kind,
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
