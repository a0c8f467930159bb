//! How the request to sign stands, for the supplier.

use super::cover::{Covering, covering};
use super::reconfirm::{may_be_sent, standing};
use crate::applications::{Case, load};
use crate::links::may_remind;
use crate::submission::{Blocker, unfinished};
use audit::Kind;
use domain::id::ApplicationId;
use domain::id::SignatureRequestId;
use domain::reference::ApplicationReference;
use domain::signature_request::{SignatureRequest, SignatureRequestState};
use policy::organisation::{AskSignatory, ReadOrganisation};
use policy::{Actor, authorise};
use std::collections::BTreeMap;
use store::links::Leads;
use store::outbox::About;
use store::undelivered::Undelivered;
use store::{Context, ReadTx, Store, StoreError};
use time::OffsetDateTime;

/// How many events of an application are looked through for who cancelled a request.
const EVENTS_MAX: i64 = 200;

/// Everything that the supplier's pages about the signature show.
#[derive(Debug)]
pub struct Status {
    /// The application.
    pub case: Case,
    /// Every request, newest first.
    pub requests: Vec<SignatureRequest>,
    /// Whether the application as it is has been signed.
    pub covering: Covering,
    /// What has to be done before a draft can be sent.
    pub unfinished: Vec<Blocker>,
    /// True when there is something to send: a draft that is not signed, or what changed after
    /// submission and nobody has confirmed.
    pub is_sendable: bool,
    /// That the e-mail of the latest request was not delivered, while it is open.
    pub undelivered: Option<Undelivered>,
    /// Who cancelled a request, where that is known.
    pub cancelled_by: BTreeMap<SignatureRequestId, String>,
    /// True when the person may send, remind and cancel.
    pub may_ask: bool,
    /// True when a reminder may be sent today.
    pub may_remind: bool,
    /// The time.
    pub now: OffsetDateTime,
}

impl Status {
    /// The latest request.
    pub fn latest(&self) -> Option<&SignatureRequest> {
        self.requests.first()
    }

    /// True when a signature stands, whatever changed since.
    pub fn stands_signed(&self) -> bool {
        standing(&self.requests).is_some()
    }

    /// What a decision about a submitted application waits for.
    pub fn undecided(&self) -> &'static str {
        if self.stands_signed() {
            "We cannot decide before somebody confirms what changed."
        } else {
            "We cannot decide before somebody signs."
        }
    }
}

/// Everything that the supplier's pages about the signature show; nothing when the application
/// can't be seen.
pub async fn status(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
) -> Result<Option<Status>, StoreError> {
    let mut tx = store.read(Context::of(actor)).await?;
    let Some(case) = load(&mut tx, reference).await? else {
        return Ok(None);
    };
    let organisation = case.application.organisation;
    if authorise::<ReadOrganisation>(actor, organisation).is_err() {
        return Ok(None);
    }
    let requests = store::signature_requests::list(&mut tx, case.application.id).await?;
    let covering = covering(&mut tx, &case).await?;
    let (may_remind, undelivered) = match requests.first() {
        Some(request) if request.state.is_open() && !request.is_ink() => {
            let about = About::SignatureRequest(request.id);
            let undelivered = store::undelivered::find(&mut tx, about).await?;
            let may_remind = may_remind(&mut tx, Leads::Signatory(request.id)).await?;
            (may_remind, undelivered)
        }
        _ => (false, None),
    };
    let is_draft = case.application.state.is_draft();
    let cancelled_by = cancelled_by(&mut tx, case.application.id, &requests).await?;
    Ok(Some(Status {
        unfinished: if is_draft {
            unfinished(&case, tx.now())
        } else {
            Vec::new()
        },
        is_sendable: (is_draft && !covering.is_signed()) || may_be_sent(&case, &covering),
        may_ask: authorise::<AskSignatory>(actor, organisation).is_ok(),
        now: tx.now(),
        case,
        requests,
        covering,
        undelivered,
        may_remind,
        cancelled_by,
    }))
}

/// Who cancelled which of these requests: whom the event names or else, as another was sent in its
/// place, who sent that.
async fn cancelled_by(
    tx: &mut ReadTx,
    application: ApplicationId,
    requests: &[SignatureRequest],
) -> Result<BTreeMap<SignatureRequestId, String>, StoreError> {
    let is_cancelled =
        |request: &SignatureRequest| request.state == SignatureRequestState::Cancelled;
    let mut known = BTreeMap::new();
    if !requests.iter().any(is_cancelled) {
        return Ok(known);
    }
    let events = store::audit_events::list_of_application(tx, application, None, EVENTS_MAX);
    let kind = Kind::SignatureRequestCancelled.as_str();
    for event in events.await?.into_iter().filter(|event| event.kind == kind) {
        let id = event.details.get("signature_request");
        let id = id.and_then(|id| SignatureRequestId::parse(id));
        if let (Some(id), Some(by)) = (id, event.by_name) {
            known.insert(id, by);
        }
    }
    for (newer, request) in requests.iter().zip(requests.iter().skip(1)) {
        if is_cancelled(request) && request.voided_at == Some(newer.sent_at) {
            known
                .entry(request.id)
                .or_insert_with(|| newer.asker.name.clone());
        }
    }
    Ok(known)
}

/// True when a signature of an application stands, whatever changed since.
pub async fn stands_signed(
    store: &Store,
    actor: &Actor,
    application: ApplicationId,
) -> Result<bool, StoreError> {
    let mut tx = store.read(Context::of(actor)).await?;
    let requests = store::signature_requests::list(&mut tx, application).await?;
    Ok(standing(&requests).is_some())
}
