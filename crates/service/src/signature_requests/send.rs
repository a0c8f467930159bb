//! Sending a request: the link, and the notice with it.

use super::changes::changes;
use crate::links::renew;
use domain::signature_request::{SignatureKind, SignatureRequest, SignatureRequestState};
use domain::when;
use policy::Proof;
use store::links::Leads;
use store::{StoreError, WriteTx};

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
            has_message: request.message.is_some(),
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
        is_anew: request.kind == SignatureKind::Anew,
        has_message: request.message.is_some(),
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
