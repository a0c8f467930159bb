//! What an application holds beside its answers, looked up for a copy. Lists that can grow without end
//! are bounded: the newest count, and the copy says how many older ones it leaves out.

use crate::applications::Form;
use crate::decisions::{OutcomeError, SupplierOutcome, outcome};
use domain::document::Document;
use domain::id::OwnerRequestId;
use domain::owner_request::{OwnerRequest, Reply};
use domain::signature_request::SignatureRequest;
use std::collections::BTreeMap;
use store::applications::Ended;
use store::clarifications::Clarification;
use store::copies::{Counts, Happened, Marked, Message};
use store::enquiries::Enquiry;
use store::history::Version;
use store::{Context, Store, StoreError};

/// The most saved and set-aside answers of a copy.
pub const HISTORY_MAX: i64 = 5_000;
/// The most bytes that their values have together, as the database writes them.
pub const HISTORY_BYTES_MAX: i64 = 2_000_000;
/// The most entries of what became of documents.
pub const DOCUMENT_HISTORY_MAX: i64 = 1_000;
/// The most messages of threads with the team.
pub const MESSAGES_MAX: i64 = 1_000;
/// The most requests to the infrastructure's owner.
pub const OWNER_REQUESTS_MAX: i64 = 100;

/// What an application holds beside its answers.
#[derive(Debug)]
pub struct Beside {
    /// Every version of every document.
    pub(super) documents: Vec<Document>,
    /// The latest first.
    pub(super) owner_requests: Vec<OwnerRequest>,
    pub(super) owner_replies: BTreeMap<OwnerRequestId, Reply>,
    /// The latest first.
    pub(super) signature_requests: Vec<SignatureRequest>,
    pub(super) clarifications: Vec<Clarification>,
    pub(super) threads: Threads,
    /// Oldest first.
    pub(super) history: Vec<Version>,
    /// Oldest first.
    pub(super) document_history: Vec<Happened>,
    pub(super) marks: BTreeMap<String, Marked>,
    pub(super) ended: Option<Ended>,
    pub(super) decision: Option<SupplierOutcome>,
    pub(super) left_out: LeftOut,
}

/// The threads with the team, and their messages.
#[derive(Debug)]
pub struct Threads {
    /// The threads.
    pub enquiries: Vec<Enquiry>,
    /// The messages of all of them, first one first.
    pub messages: Vec<Message>,
}

/// How many older entries of each bounded list are not in the copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftOut {
    /// Saved and set-aside answers.
    pub history: u64,
    /// What became of documents.
    pub document_history: u64,
    /// Messages of threads with the team.
    pub messages: u64,
    /// Requests to the infrastructure's owner.
    pub owner_requests: u64,
    /// Requests to sign.
    pub signature_requests: u64,
}

/// Looks up what an application holds beside its answers, in a fixed number of statements.
///
/// # Errors
/// When the database can't be reached.
pub async fn beside(store: &Store, form: &Form) -> Result<Beside, StoreError> {
    let application = &form.case.application;
    let id = application.id;
    let decision = decision(store, form).await?;
    let mut tx = store.read(Context::of(&form.actor)).await?;
    // Counted first: what comes in between is in the lists, and not left out.
    let counts = store::copies::count(&mut tx, id).await?;
    let owner_requests = store::owner_requests::list(&mut tx, id, OWNER_REQUESTS_MAX).await?;
    let owner_replies =
        store::owner_requests::list_replies(&mut tx, id, OWNER_REQUESTS_MAX).await?;
    let signature_requests = store::signature_requests::list(&mut tx, id).await?;
    let threads = Threads {
        enquiries: store::enquiries::list_of_application(&mut tx, id).await?,
        messages: store::copies::list_messages(&mut tx, id, MESSAGES_MAX).await?,
    };
    let history = store::copies::list_history(&mut tx, id, HISTORY_MAX, HISTORY_BYTES_MAX).await?;
    let document_history =
        store::copies::list_document_history(&mut tx, id, DOCUMENT_HISTORY_MAX).await?;
    Ok(Beside {
        documents: store::documents::list_versions(&mut tx, id).await?,
        clarifications: store::clarifications::list(&mut tx, id).await?,
        marks: store::copies::list_marks(&mut tx, id).await?,
        ended: store::applications::find_ended(&mut tx, id).await?,
        left_out: LeftOut::of(
            counts,
            [
                history.len(),
                document_history.len(),
                threads.messages.len(),
                owner_requests.len(),
                signature_requests.len(),
            ],
        ),
        owner_requests,
        owner_replies,
        signature_requests,
        threads,
        history,
        document_history,
        decision,
    })
}

/// The decision as the supplier reads it, once there is one.
async fn decision(store: &Store, form: &Form) -> Result<Option<SupplierOutcome>, StoreError> {
    let application = &form.case.application;
    if !application.state.is_decided() {
        return Ok(None);
    }
    match outcome(store, &form.actor, &application.reference).await {
        Ok(outcome) => Ok(Some(outcome)),
        Err(OutcomeError::Store(error)) => Err(error),
        Err(OutcomeError::NotFound | OutcomeError::Denied(_)) => Ok(None),
    }
}

impl LeftOut {
    fn of(counts: Counts, held: [usize; 5]) -> Self {
        let [
            history,
            document_history,
            messages,
            owner_requests,
            signature_requests,
        ] = held;
        let rest = |all: i64, held: usize| {
            u64::try_from(all)
                .unwrap_or_default()
                .saturating_sub(held as u64)
        };
        Self {
            history: rest(counts.history, history),
            document_history: rest(counts.document_history, document_history),
            messages: rest(counts.messages, messages),
            owner_requests: rest(counts.owner_requests, owner_requests),
            signature_requests: rest(counts.signature_requests, signature_requests),
        }
    }
}
