//! The supplier sends the application to the signatory, reminds them, or takes it back.

use super::live::{SeenRequest, is_unseen, live};
use super::reconfirm::ask_again;
use super::request::{Signer, event, new_request};
use super::send::send;
use crate::applications::{Case, load_for_update};
use crate::budgets::may_ask_signatory;
use crate::links::may_remind;
use crate::snapshot;
use crate::submission::{Blocker, unfinished};
use audit::Kind;
use domain::owner_request::LINK_LIFETIME;
use domain::reference::ApplicationReference;
use domain::signature_request::{SignatureKind, SignatureRequest, SignatureRequestState};
use policy::organisation::AskSignatory;
use policy::{Actor, Denied, Permit, authorise};
use store::links::Leads;
use store::signature_requests::Frozen;
use store::{Context, Store, StoreError, WriteTx};

/// Why the signatory was not asked.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// No such application.
    #[error("no such application")]
    NotFound,
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Something has to be done first.
    #[error("something has to be done first")]
    Unfinished(Vec<Blocker>),
    /// It does not fit where the application or the request stands.
    #[error("it does not fit where the request stands")]
    NotNow,
    /// A colleague sent a request meanwhile, or the signatory signed.
    #[error("another request is open or signed than the one that was seen")]
    Unseen,
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

/// A transaction that holds the application, and the proof that this person may ask.
pub(super) type Held = (WriteTx, Case, Permit<AskSignatory>);

async fn begin(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
) -> Result<Held, AskError> {
    let mut tx = store.write(Context::of(actor)).await?;
    let case = load_for_update(&mut tx, reference)
        .await?
        .ok_or(AskError::NotFound)?;
    let permit = authorise::<AskSignatory>(actor, case.application.organisation)?;
    Ok((tx, case, permit))
}

/// The request that may still be signed, held until the transaction ends.
async fn open_request(tx: &mut WriteTx, case: &Case) -> Result<SignatureRequest, AskError> {
    let requests = store::signature_requests::list(tx, case.application.id).await?;
    let open = requests.into_iter().find(|request| request.state.is_open());
    let id = open.ok_or(AskError::NotNow)?.id;
    let held = store::signature_requests::find_for_update(tx, id).await?;
    held.filter(|request| request.state.is_open())
        .ok_or(AskError::NotNow)
}

/// Freezes the application and sends it to the signatory; in ink nothing is sent, and what is frozen
/// can be printed. Sending the same to the same person
/// again changes nothing; anything else replaces the request before. After submission it is sent
/// while no signature covers it: to confirm what changed, or anew where none stands. It takes the
/// place of no request that the person did not see.
pub async fn ask(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
    (signer, seen): (&Signer, &SeenRequest),
    public_url: &str,
) -> Result<(), AskError> {
    let (mut tx, case, permit) = begin(store, actor, reference).await?;
    if !case.application.state.is_draft() {
        return ask_again((tx, case, permit), actor, (signer, seen), public_url).await;
    }
    let blockers = unfinished(&case, tx.now());
    if !blockers.is_empty() {
        return Err(AskError::Unfinished(blockers));
    }
    let now = snapshot::of(&case);
    let before = store::signature_requests::list(&mut tx, case.application.id).await?;
    if let Some(live) = live(&before) {
        let held = store::signature_requests::find_for_update(&mut tx, live.id).await?;
        let mut live = held.ok_or(StoreError::Stale)?;
        let is_same = live.snapshot_sha256 == now.sha256;
        let is_open = live.state.is_open() && !live.has_run_out(tx.now());
        if is_same && is_open && signer.is_asked_by(&live) {
            return Ok(());
        }
        if is_unseen(std::slice::from_ref(&live), seen) {
            return Err(AskError::Unseen);
        }
        if is_same && live.state == SignatureRequestState::Signed {
            return Err(AskError::NotNow);
        }
        take_back(&mut tx, &permit, &mut live, is_same).await?;
    }
    let of = (case.application.organisation, case.application.id);
    if !may_ask_signatory(&mut tx, of, (&signer.contact, signer.method)).await? {
        return Err(AskError::SentTooMuch);
    }
    let (request, text) = new_request(&tx, actor, &case, SignatureKind::Initial, signer);
    let frozen = Frozen {
        snapshot: text,
        changes: "[]".to_owned(),
    };
    store::signature_requests::add(&mut tx, &permit, &request, &frozen).await?;
    send(&mut tx, &permit, (&request, false), public_url).await?;
    let event = event(Kind::SignatureAsked, &request).with("method", request.method);
    tx.commit(&event).await?;
    Ok(())
}

/// Ends a request or signature: cancelled when its text still holds, else void.
async fn take_back(
    tx: &mut WriteTx,
    permit: &Permit<AskSignatory>,
    request: &mut SignatureRequest,
    is_same: bool,
) -> Result<(), StoreError> {
    let kind = if is_same {
        request.state = SignatureRequestState::Cancelled;
        Kind::SignatureRequestCancelled
    } else {
        request.state = SignatureRequestState::Voided;
        Kind::SignatureVoided
    };
    request.voided_at = Some(tx.now());
    store::signature_requests::save(tx, request).await?;
    // Whoever has signed can still read what, by the link of the receipt.
    if request.signed_at.is_none() {
        store::links::cancel_all(tx, permit, Leads::Signatory(request.id)).await?;
    }
    tx.record(&event(kind, request)).await
}

/// Sends the link again, as a new one with its full time; at most once a day. A request in ink has
/// none.
pub async fn remind(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
    public_url: &str,
) -> Result<(), AskError> {
    let (mut tx, case, permit) = begin(store, actor, reference).await?;
    let mut request = open_request(&mut tx, &case).await?;
    if request.is_ink() {
        return Err(AskError::NotNow);
    }
    if !may_remind(&mut tx, Leads::Signatory(request.id)).await? {
        return Err(AskError::RemindedToday);
    }
    request.expires_at = tx.now() + LINK_LIFETIME;
    store::signature_requests::save(&mut tx, &request).await?;
    send(&mut tx, &permit, (&request, true), public_url).await?;
    let event = event(Kind::SignatureAsked, &request).with("is_reminder", true);
    tx.commit(&event).await?;
    Ok(())
}

/// Takes back a request that is not signed yet.
pub async fn cancel(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
) -> Result<(), AskError> {
    let (mut tx, case, permit) = begin(store, actor, reference).await?;
    let mut request = open_request(&mut tx, &case).await?;
    if request.kind != SignatureKind::Initial {
        return Err(AskError::NotNow);
    }
    request.state = SignatureRequestState::Cancelled;
    request.voided_at = Some(tx.now());
    store::signature_requests::save(&mut tx, &request).await?;
    store::links::cancel_all(&mut tx, &permit, Leads::Signatory(request.id)).await?;
    let event = event(Kind::SignatureRequestCancelled, &request);
    tx.commit(&event).await?;
    Ok(())
}
