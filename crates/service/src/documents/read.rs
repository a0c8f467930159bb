//! Reading documents: the supplier, the signatory and the PSN team.

use super::{Files, address};
use crate::applications::Form;
use crate::joint::code_of_connection_page;
use audit::{Event, Kind};
use blobs::Reader;
use domain::application::Application;
use domain::credential::Credential;
use domain::document::Document;
use domain::id::{ApplicationId, DocumentId};
use domain::reference::ApplicationReference;
use policy::organisation::{ManageDocuments, ReadOrganisation};
use policy::team::ReadCases;
use policy::{Actor, Denied, authorise, authorise_team};
use questions::{EvidenceItem, QuestionSet};
use store::{Context, ReadTx, Store, StoreError, documents};
use time::OffsetDateTime;

/// Why documents can't be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There is no such application or document.
    #[error("not found")]
    NotFound,
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The file was not scanned yet, or something was found in it.
    #[error("the file is not released")]
    NotReleased,
    /// The file can't be read.
    #[error("the file can't be read")]
    File(#[from] std::io::Error),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The documents of an application.
#[derive(Debug)]
pub struct Documents {
    /// The application.
    pub application: Application,
    /// The question set that it began with.
    pub set: &'static QuestionSet,
    /// The documents, first one first, each in the version that counts.
    pub documents: Vec<Document>,
    /// Their other versions that this person may see, the first of each first.
    pub versions: Vec<Document>,
    /// Whether this person may add, describe and remove them now.
    pub can_change: bool,
    /// The items of lists to which one of them can belong.
    pub items: Vec<EvidenceItem>,
    /// What one of them is linked to when it is the Code of Connection; none where the application
    /// does not say that it adds that.
    pub code_of_connection: Option<&'static str>,
    /// The service's time.
    pub now: OffsetDateTime,
}

impl Documents {
    /// The version of a document that counts.
    pub fn current(&self, series: DocumentId) -> Option<&Document> {
        let mut documents = self.documents.iter();
        documents.find(|document| document.series == series)
    }

    /// The newer version of a document that does not count yet.
    pub fn proposed(&self, series: DocumentId) -> Option<&Document> {
        let mut versions = self.versions.iter();
        versions.find(|version| version.series == series && version.is_proposed())
    }

    /// The version that came before this one.
    pub fn before(&self, newer: &Document) -> Option<&Document> {
        let mut all = self.documents.iter().chain(&self.versions);
        all.find(|version| version.series == newer.series && version.number + 1 == newer.number)
    }

    /// The versions of a document that were replaced, the last one first.
    pub fn replaced(&self, series: DocumentId) -> impl Iterator<Item = &Document> {
        let versions = self.versions.iter().rev();
        versions.filter(move |version| version.series == series && version.replaced_at.is_some())
    }
}

/// Those that count, and their other versions.
async fn parted(
    tx: &mut ReadTx,
    application: ApplicationId,
) -> Result<(Vec<Document>, Vec<Document>), StoreError> {
    let versions = documents::list_versions(tx, application).await?;
    Ok(versions.into_iter().partition(Document::is_current))
}

/// The documents of an application, for its supplier.
async fn list(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
) -> Result<Documents, ReadError> {
    let mut tx = store.read(Context::of(actor)).await?;
    let case = crate::applications::load(&mut tx, reference).await?;
    let case = case.ok_or(ReadError::NotFound)?;
    let organisation = case.application.organisation;
    authorise::<ReadOrganisation>(actor, organisation)?;
    let may = authorise::<ManageDocuments>(actor, organisation).is_ok();
    let (documents, versions) = parted(&mut tx, case.application.id).await?;
    Ok(Documents {
        documents,
        versions,
        items: case.set.evidence_items(&case.stored.answers),
        code_of_connection: code_of_connection_page(&case),
        can_change: may && super::may_change(case.application.state),
        set: case.set,
        application: case.application,
        now: tx.now(),
    })
}

/// One version of a document with its application, for its supplier.
pub async fn find(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
    id: DocumentId,
) -> Result<(Documents, Document), ReadError> {
    let listed = list(store, actor, reference).await?;
    let mut all = listed.documents.iter().chain(&listed.versions);
    let document = all.find(|document| document.id == id);
    let document = document.cloned().ok_or(ReadError::NotFound)?;
    Ok((listed, document))
}

/// The documents of a case, for the PSN team. A draft's are the supplier's alone, and so are versions
/// that were replaced before the application was submitted.
pub async fn for_team(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
) -> Result<Documents, ReadError> {
    authorise_team::<ReadCases>(actor)?;
    let mut tx = store.read(Context::of(actor)).await?;
    let case = crate::applications::load(&mut tx, reference).await?;
    let case = case.filter(|case| !case.application.state.is_draft());
    let case = case.ok_or(ReadError::NotFound)?;
    let (documents, mut versions) = parted(&mut tx, case.application.id).await?;
    versions.retain(|version| version.is_for_team(case.application.submitted_at));
    Ok(Documents {
        documents,
        versions,
        items: case.set.evidence_items(&case.stored.answers),
        code_of_connection: code_of_connection_page(&case),
        can_change: false,
        set: case.set,
        application: case.application,
        now: tx.now(),
    })
}

/// The documents of an application, for whoever is asked to sign it, in the sight of the browser
/// that entered the code.
pub async fn for_signatory(
    store: &Store,
    browser: Credential,
    application: ApplicationId,
) -> Result<Vec<Document>, StoreError> {
    let mut tx = store.read(Context::presenting(browser)).await?;
    documents::list(&mut tx, application).await
}

/// The documents of the application that a supplier has open, first one first, each in the version
/// that counts; without another look at the database where it has none.
pub async fn of_form(store: &Store, form: &Form) -> Result<Vec<Document>, StoreError> {
    if form.documents.is_empty() {
        return Ok(Vec::new());
    }
    let mut tx = store.read(Context::of(&form.actor)).await?;
    documents::list(&mut tx, form.case.application.id).await
}

/// Opens the file of a released document for its supplier.
pub async fn open(
    store: &Store,
    actor: &Actor,
    files: &Files,
    reference: &ApplicationReference,
    id: DocumentId,
) -> Result<(Document, Reader), ReadError> {
    let (_, document) = find(store, actor, reference, id).await?;
    file(files, document).await
}

/// Opens the file of a released document for the PSN team, which is recorded.
pub async fn open_for_team(
    store: &Store,
    actor: &Actor,
    files: &Files,
    reference: &ApplicationReference,
    id: DocumentId,
) -> Result<(Document, Reader), ReadError> {
    authorise_team::<ReadCases>(actor)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let application = store::applications::find(&mut tx, reference).await?;
    let application = application.filter(|application| !application.state.is_draft());
    let application = application.ok_or(ReadError::NotFound)?;
    let document = documents::find(&mut tx, application.id, id).await?;
    let document = document.filter(|version| version.is_for_team(application.submitted_at));
    let opened = file(files, document.ok_or(ReadError::NotFound)?).await?;
    // A matter of the team's own: who of it read what is not for the supplier.
    let event = Event::new(Kind::DocumentDownloaded)
        .application(application.id)
        .with("document", id)
        .with("sha256", &opened.0.sha256);
    tx.commit(&event).await?;
    Ok(opened)
}

async fn file(files: &Files, document: Document) -> Result<(Document, Reader), ReadError> {
    let file = super::open_released(files, &address(&document), document.scan).await?;
    Ok((document, file))
}
