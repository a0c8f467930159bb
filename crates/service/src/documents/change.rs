//! Describing and removing a document. What a newer version took the place of stays as it is.

use super::{item_named, may_change};
use crate::applications::Case;
use audit::{Event, Kind};
use domain::application::Application;
use domain::document::{Description, Document};
use domain::id::DocumentId;
use domain::reference::ApplicationReference;
use policy::organisation::ManageDocuments;
use policy::{Actor, Denied, Permit, authorise};
use store::{Context, Store, StoreError, WriteTx, documents};

/// Why a document was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// There is no such application or document.
    #[error("not found")]
    NotFound,
    /// The person may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Nothing may be changed as the application stands, or a newer version took its place.
    #[error("the document is closed")]
    Closed,
    /// The database, or somebody else was faster.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Keeps what people say about a document.
pub async fn describe(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
    which: (DocumentId, i32),
    description: &Description,
) -> Result<(), ChangeError> {
    let (id, version) = which;
    let mut tx = store.write(Context::of(actor)).await?;
    let case = crate::applications::load_for_update(&mut tx, reference).await?;
    let case = case.ok_or(ChangeError::NotFound)?;
    let application = &case.application;
    let (permit, _) = find_open(&mut tx, actor, application, id).await?;
    let description = without_gone_items(&case, description);
    documents::describe(&mut tx, &permit, id, version, &description).await?;
    tx.commit(&event(Kind::DocumentDescribed, application, id))
        .await?;
    Ok(())
}

/// Removes a document with all its versions; of a newer version that does not count, that one alone.
/// Nobody can download them from then on; the worker deletes the files. Which of the two is meant
/// comes with the document, because a scan may end at any moment.
pub async fn remove(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
    which: (DocumentId, bool),
) -> Result<Document, ChangeError> {
    let (id, is_proposed) = which;
    let mut tx = store.write(Context::of(actor)).await?;
    let application = store::applications::find_for_update(&mut tx, reference).await?;
    let application = application.ok_or(ChangeError::NotFound)?;
    let (permit, document) = find_open(&mut tx, actor, &application, id).await?;
    if document.is_proposed() != is_proposed {
        return Err(ChangeError::Closed);
    }
    let mut gone = vec![id];
    if !is_proposed {
        let versions = documents::list_versions(&mut tx, application.id).await?;
        let of_it = versions
            .iter()
            .filter(|other| other.series == document.series);
        gone = of_it.map(|version| version.id).collect();
    }
    documents::remove(&mut tx, &permit, &gone, is_proposed).await?;
    let event = event(Kind::DocumentRemoved, &application, id).with("versions", gone.len());
    tx.commit(&event).await?;
    Ok(document)
}

/// Without items of lists that somebody has removed meanwhile: their numbers are given again.
fn without_gone_items(case: &Case, description: &Description) -> Description {
    let mut description = description.clone();
    let items = case.set.evidence_items(&case.stored.answers);
    description
        .questions
        .retain(|id| !case.set.is_evidence_item(id) || item_named(&items, id).is_some());
    description
}

/// The document of an application that is held, if this person may change it now.
async fn find_open(
    tx: &mut WriteTx,
    actor: &Actor,
    application: &Application,
    id: DocumentId,
) -> Result<(Permit<ManageDocuments>, Document), ChangeError> {
    let permit = authorise::<ManageDocuments>(actor, application.organisation)?;
    let document = documents::find(tx, application.id, id).await?;
    let document = document.ok_or(ChangeError::NotFound)?;
    if !may_change(application.state) || document.replaced_at.is_some() {
        return Err(ChangeError::Closed);
    }
    Ok((permit, document))
}

fn event(kind: Kind, application: &Application, id: DocumentId) -> Event {
    Event::new(kind)
        .organisation(application.organisation)
        .application(application.id)
        .with("document", id)
}
