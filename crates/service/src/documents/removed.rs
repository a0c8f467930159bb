//! That a document is gone, for who was about to say something of it.

use super::ReadError;
use domain::application::Application;
use domain::id::DocumentId;
use domain::reference::ApplicationReference;
use policy::organisation::ManageDocuments;
use policy::{Actor, authorise};
use questions::{EvidenceItem, QuestionSet};
use store::documents::history::{Removal, find_removal};
use store::{Context, Store};
use time::OffsetDateTime;

/// A document that somebody has removed.
#[derive(Debug)]
pub struct RemovedDocument {
    /// The application.
    pub application: Application,
    /// The question set that it began with.
    pub set: &'static QuestionSet,
    /// The items of lists to which a document can belong.
    pub items: Vec<EvidenceItem>,
    /// Who removed it when, and what it was called.
    pub removal: Removal,
    /// The service's time.
    pub now: OffsetDateTime,
}

/// Who removed this document of an application, for people who may change documents.
pub async fn find_removed(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
    id: DocumentId,
) -> Result<RemovedDocument, ReadError> {
    let mut tx = store.read(Context::of(actor)).await?;
    let case = crate::applications::load(&mut tx, reference).await?;
    let case = case.ok_or(ReadError::NotFound)?;
    authorise::<ManageDocuments>(actor, case.application.organisation)?;
    let removal = find_removal(&mut tx, case.application.id, id).await?;
    Ok(RemovedDocument {
        removal: removal.ok_or(ReadError::NotFound)?,
        items: case.set.evidence_items(&case.stored.answers),
        set: case.set,
        now: tx.now(),
        application: case.application,
    })
}
