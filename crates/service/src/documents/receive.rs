//! Adding a document or a newer version of one: is there room, is the file acceptable, keep it.

mod file;
mod newer;
mod place;

pub(crate) use file::{Arrived, recognised};
pub use place::Place;

use super::{Files, may_change};
use audit::{Event, Kind};
use blobs::{Address, Blobs, Incoming, NotAccepted, safe_file_name};
use domain::document::{APPLICATION_BYTES_MAX, DOCUMENTS_MAX, Document, FILE_BYTES_MAX, ScanState};
use domain::id::{DocumentId, OrganisationId};
use domain::reference::ApplicationReference;
use newer::Follows;
use policy::organisation::ManageDocuments;
use policy::{Actor, Denied, authorise};
use std::io;
use store::{Context, Store, StoreError, documents};

/// Why a document was not added.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// There is no such application.
    #[error("not found")]
    NotFound,
    /// The person may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Nothing may be added as the application stands.
    #[error("the application is closed")]
    Closed,
    /// No files are taken, because nobody could scan them.
    #[error("no files are taken")]
    NoFiles,
    /// The application has as many documents as it may have.
    #[error("too many documents")]
    TooMany,
    /// All documents together would be too large.
    #[error("too large together")]
    Full,
    /// The document is not one that a newer version can follow: it was replaced, or was not released.
    #[error("nothing can follow this version")]
    NotCurrent,
    /// A newer version of the document waits for its scan.
    #[error("a newer version waits")]
    NewerWaits,
    /// The document has as many versions as it may have.
    #[error("too many versions")]
    TooManyVersions,
    /// The application has this file already.
    #[error("the application has this file")]
    AlreadyThere(DocumentId),
    /// The newer version is the same file.
    #[error("the same file")]
    SameFile,
    /// The same file was sent before, and a virus was found in it.
    #[error("a virus was found in the file")]
    Infected,
    /// The file is not one that is taken.
    #[error(transparent)]
    NotAccepted(#[from] NotAccepted),
    /// The file can't be kept.
    #[error("the file can't be kept")]
    File(#[from] io::Error),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A document that was added.
#[derive(Debug)]
pub struct Added {
    /// The document.
    pub id: DocumentId,
    /// The name of its file, made safe.
    pub file_name: String,
}

/// Says before a file arrives whether it would be taken, and for which organisation.
pub async fn check_room(
    store: &Store,
    actor: &Actor,
    files: &Files,
    reference: &ApplicationReference,
    place: &Place,
) -> Result<OrganisationId, AddError> {
    // Who may not know of the application hears nothing about it, not even this.
    let organisation = find_room(store, actor, reference, place, 1).await?;
    files.taking().ok_or(AddError::NoFiles)?;
    Ok(organisation)
}

/// Whose file of so many bytes it would be, if there is room for it.
async fn find_room(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
    place: &Place,
    bytes: u64,
) -> Result<OrganisationId, AddError> {
    let mut tx = store.read(Context::of(actor)).await?;
    let case = crate::applications::load(&mut tx, reference).await?;
    let case = case.ok_or(AddError::NotFound)?;
    let application = &case.application;
    authorise::<ManageDocuments>(actor, application.organisation)?;
    if !may_change(application.state) {
        return Err(AddError::Closed);
    }
    place.check(&case)?;
    room(
        &documents::list_versions(&mut tx, application.id).await?,
        place,
        bytes,
    )?;
    Ok(application.organisation)
}

/// Whether so many bytes more fit, and what they would follow.
fn room<'a>(
    versions: &'a [Document],
    place: &Place,
    bytes: u64,
) -> Result<Option<Follows<'a>>, AddError> {
    let follows = match place {
        Place::New | Place::About(_) => None,
        Place::NewerThan(id) => Some(Follows::of(versions, *id)?),
    };
    let kept: u64 = versions.iter().map(|version| version.bytes).sum();
    let refused = follows.as_ref().and_then(|follows| follows.refused);
    let kept = kept - refused.map_or(0, |refused| refused.bytes);
    let documents = versions.iter().filter(|version| version.is_current());
    if follows.is_none() && documents.count() >= DOCUMENTS_MAX {
        Err(AddError::TooMany)
    } else if kept + bytes > APPLICATION_BYTES_MAX {
        Err(AddError::Full)
    } else {
        Ok(follows)
    }
}

/// Whether there is room for one more document of so many bytes.
pub(super) fn check_room_for(versions: &[Document], bytes: u64) -> Result<(), AddError> {
    room(versions, &Place::New, bytes).map(|_| ())
}

/// Makes a document of a file that has arrived whole. When that fails, nothing is left of it.
pub async fn accept(
    store: &Store,
    actor: &Actor,
    files: &Files,
    reference: &ApplicationReference,
    place: &Place,
    file: (DocumentId, Incoming, &str),
) -> Result<Added, AddError> {
    let (id, mut incoming, typed_name) = file;
    let blobs = files.taking().ok_or(AddError::NoFiles)?;
    let kind = recognised(&mut incoming, typed_name).await?;
    let bytes = incoming.bytes().min(FILE_BYTES_MAX);
    let organisation = find_room(store, actor, reference, place, bytes).await?;
    // Before the transaction: a bucket may take its time, which no lock should wait for.
    let stored = incoming.keep(organisation).await?;
    let address = Address {
        organisation,
        document: id,
        sha256: stored.sha256.clone(),
    };
    let file_name = safe_file_name(typed_name, kind);
    let arrived = Arrived {
        id,
        kind,
        file_name: &file_name,
        stored,
    };
    let added = add(store, actor, files, reference, place, arrived).await;
    unless_added(added, blobs, &address).await?;
    Ok(Added { id, file_name })
}

/// What came of adding a document; when nothing did, its file is deleted.
pub(crate) async fn unless_added<T, E>(
    added: Result<T, E>,
    blobs: &Blobs,
    address: &Address,
) -> Result<T, E> {
    if added.is_err()
        && let Err(left) = blobs.delete(address).await
    {
        let left = &left as &(dyn std::error::Error + 'static);
        tracing::error!(id = %address.document, error = left, "a file without a document was left");
    }
    added
}

async fn add(
    store: &Store,
    actor: &Actor,
    files: &Files,
    reference: &ApplicationReference,
    place: &Place,
    arrived: Arrived<'_>,
) -> Result<(), AddError> {
    let mut tx = store.write(Context::of(actor)).await?;
    let case = crate::applications::load_for_update(&mut tx, reference).await?;
    let case = case.ok_or(AddError::NotFound)?;
    let application = &case.application;
    let permit = authorise::<ManageDocuments>(actor, application.organisation)?;
    if !may_change(application.state) {
        return Err(AddError::Closed);
    }
    place.check(&case)?;
    // Others may have added some since.
    let versions = documents::list_versions(&mut tx, application.id).await?;
    let follows = room(&versions, place, arrived.stored.bytes)?;
    let is_infected = |other: &Document| {
        other.scan == ScanState::Infected && other.sha256 == arrived.stored.sha256
    };
    if versions.iter().any(is_infected) {
        return Err(AddError::Infected);
    }
    let mut document = files.document(application, arrived, actor, tx.now());
    if let Place::About(item) = place {
        document.description.questions.push(item.clone());
    }
    let mut event = Event::new(Kind::DocumentAdded)
        .organisation(application.organisation)
        .application(application.id)
        .with("document", document.id)
        .with("sha256", &document.sha256);
    if let Some(follows) = follows {
        follows.carry_over(&mut document)?;
        if let Some(refused) = follows.refused {
            documents::remove(&mut tx, &permit, &[refused.id], true).await?;
            event = event.with("instead_of", refused.id);
        }
        event = follows.told(event, &document);
    }
    documents::add(&mut tx, &permit, actor.user, &document).await?;
    if document.scan.is_released() {
        documents::replace_by(&mut tx, document.id).await?;
    }
    tx.commit(&event).await?;
    Ok(())
}
