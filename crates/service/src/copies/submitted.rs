//! What was submitted, exactly as it was signed. Later answers, in reply to what the PSN team asks,
//! are not in it: the texts that were signed after that are named beside it.

use crate::applications::Form;
use crate::snapshot::{self, Reading, Unreadable};
use domain::document::Document;
use domain::signature_request::{SignatureRequest, SignatureRequestState};
use policy::Permit;
use policy::organisation::ExportApplication;
use store::{Context, Store, StoreError};
use time::OffsetDateTime;

/// What the copy is called in the audit log.
const KIND: &str = "submitted";

/// What was submitted.
#[derive(Debug)]
pub struct Submitted {
    /// When.
    pub at: OffsetDateTime,
    /// The signature that it was submitted with; its fingerprint is that of the text.
    pub signature: SignatureRequest,
    /// The canonical text that was signed.
    pub text: String,
    /// What was signed after that, first one first.
    pub later: Vec<SignatureRequest>,
    /// The documents that were there then and still are, first one first, each in the version that
    /// counted then.
    pub documents: Vec<Document>,
}

impl Submitted {
    /// The text, read for people.
    ///
    /// # Errors
    /// When it can't be read.
    pub fn reading(&self) -> Result<Reading, Unreadable> {
        snapshot::read(&self.text)
    }
}

/// What was submitted; nothing while it is a draft.
///
/// # Errors
/// When the database can't be reached.
pub async fn submitted(store: &Store, form: &Form) -> Result<Option<Submitted>, StoreError> {
    let application = &form.case.application;
    let Some(at) = application.submitted_at else {
        return Ok(None);
    };
    let mut tx = store.read(Context::of(&form.actor)).await?;
    let requests = store::signature_requests::list(&mut tx, application.id).await?;
    // The oldest is the last of the list.
    let mut signed: Vec<SignatureRequest> = requests
        .into_iter()
        .rev()
        .filter(|request| request.state == SignatureRequestState::Signed)
        .collect();
    let is_later = |request: &SignatureRequest| request.signed_at.is_some_and(|signed| signed > at);
    let place = signed.iter().position(is_later).unwrap_or(signed.len());
    let later = signed.split_off(place);
    let Some(signature) = signed.pop() else {
        return Ok(None);
    };
    let frozen = store::signature_requests::frozen(&mut tx, signature.id).await?;
    let Some(frozen) = frozen else {
        return Ok(None);
    };
    let documents = store::documents::list_versions(&mut tx, application.id).await?;
    Ok(Some(Submitted {
        at,
        signature,
        text: frozen.snapshot,
        later,
        documents: documents
            .into_iter()
            .filter(|document| document.counted_at(at))
            .collect(),
    }))
}

/// Takes a copy of what was submitted: the text that was signed, and an entry in the audit log.
///
/// # Errors
/// When the database can't be reached; then there is no copy either.
pub async fn take_submitted(
    store: &Store,
    form: &Form,
    _: &Permit<ExportApplication>,
) -> Result<Option<Submitted>, StoreError> {
    let Some(submitted) = submitted(store, form).await? else {
        return Ok(None);
    };
    super::note(store, form, KIND).await?;
    Ok(Some(submitted))
}
