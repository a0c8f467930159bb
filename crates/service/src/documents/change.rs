//! Describing and removing a document. What a newer version took the place of stays as it is.

use super::may_change;
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
    let (permit, application, _) = load(&mut tx, actor, reference, id).await?;
    let description = without_gone_items(&mut tx, reference, description).await?;
    documents::describe(&mut tx, &permit, id, version, &description).await?;
    tx.commit(&event(Kind::DocumentDescribed, &application, id))
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
    let (permit, application, document) = load(&mut tx, actor, reference, id).await?;
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

/// Without items of lists that somebody has removed meanwhile: their numbers are given again. The
/// application must be held.
async fn without_gone_items(
    tx: &mut WriteTx,
    reference: &ApplicationReference,
    description: &Description,
) -> Result<Description, ChangeError> {
    let mut description = description.clone();
    let case = crate::applications::load_for_update(tx, reference).await?;
    let case = case.ok_or(ChangeError::NotFound)?;
    let items = case.set.evidence_items(&case.stored.answers);
    description
        .questions
        .retain(|id| !case.set.is_evidence_item(id) || items.iter().any(|item| item.id == *id));
    Ok(description)
}

async fn load(
    tx: &mut WriteTx,
    actor: &Actor,
    reference: &ApplicationReference,
    id: DocumentId,
) -> Result<(Permit<ManageDocuments>, Application, Document), ChangeError> {
    let application = store::applications::find_for_update(tx, reference).await?;
    let application = application.ok_or(ChangeError::NotFound)?;
    let permit = authorise::<ManageDocuments>(actor, application.organisation)?;
    let document = documents::find(tx, application.id, id).await?;
    let document = document.ok_or(ChangeError::NotFound)?;
    if !may_change(application.state) || document.replaced_at.is_some() {
        return Err(ChangeError::Closed);
    }
    Ok((permit, application, document))
}

fn event(kind: Kind, application: &Application, id: DocumentId) -> Event {
    Event::new(kind)
        .organisation(application.organisation)
        .application(application.id)
        .with("document", id)
}
