//! The supplier uploads the signed page.

use super::{address, code};
use crate::applications::{Case, load, load_for_update};
use crate::documents::{
    AddError, Arrived, Files, ReadError, open_released, recognised, unless_added,
};
use crate::reviews::notices::{Happened, Office, tell_team};
use crate::signature_requests::request::event;
use crate::snapshot;
use audit::Kind;
use blobs::{Address, Incoming, NotAccepted, Reader, safe_file_name};
use domain::id::{DocumentId, SignatureRequestId};
use domain::ink::{InkStatement, KINDS, PAGES_MAX, StatementCode};
use domain::reference::ApplicationReference;
use domain::signature_request::{SignatureKind, SignatureRequest, SignatureRequestState};
use domain::when;
use policy::organisation::{AskSignatory, ReadOrganisation};
use policy::{Actor, Denied, Permit, authorise};
use questions::AnswerKey;
use std::collections::BTreeMap;
use store::signature_requests as requests;
use store::{Context, ReadTx, Store, StoreError};
use time::{Date, OffsetDateTime};

/// What is typed from the signed page.
#[derive(Debug, Clone)]
pub struct Paper {
    /// The code that is printed on it.
    pub code: StatementCode,
    /// The date of the signature.
    pub signed_on: Date,
    /// The name of who signed.
    pub name: String,
    /// Their job title.
    pub job_title: String,
}

/// A statement that was replaced by another version.
#[derive(Debug, Clone)]
pub struct Old {
    /// When it was made.
    pub made_at: OffsetDateTime,
    /// The titles of the pages whose answers differ now; at most 50.
    pub changed: Vec<String>,
}

/// Why a signed page was not taken.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// No such application.
    #[error("no such application")]
    NotFound,
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No statement waits to be signed in ink.
    #[error("no statement waits to be signed in ink")]
    NotNow,
    /// The code is that of no statement of this application.
    #[error("the code is of no statement")]
    OtherCode,
    /// The code is that of an earlier version.
    #[error("the code is of an earlier version")]
    OldCode(Old),
    /// It says that it was signed before this version was there, which was on this day.
    #[error("signed before the statement was made")]
    SignedBefore(Date),
    /// It says that it was signed on a day to come.
    #[error("signed in the future")]
    SignedAhead,
    /// The application has taken as many pages as it takes.
    #[error("too many pages")]
    TooMany,
    /// The file is not taken, as with documents.
    #[error(transparent)]
    File(#[from] AddError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The request that waits for its page, of the requests of an application.
fn waiting(all: &[SignatureRequest]) -> Result<&SignatureRequest, UploadError> {
    if all.iter().filter(|request| request.ink.is_some()).count() >= PAGES_MAX {
        return Err(UploadError::TooMany);
    }
    all.iter()
        .find(|request| request.is_ink() && request.state == SignatureRequestState::Sent)
        .ok_or(UploadError::NotNow)
}

/// Says before a file arrives whether a page would be taken.
pub async fn check_open(
    store: &Store,
    actor: &Actor,
    files: &Files,
    reference: &ApplicationReference,
) -> Result<(), UploadError> {
    let mut tx = store.read(Context::of(actor)).await?;
    let case = load(&mut tx, reference).await?;
    let case = case.ok_or(UploadError::NotFound)?;
    authorise::<AskSignatory>(actor, case.application.organisation)?;
    waiting(&requests::list(&mut tx, case.application.id).await?)?;
    files.taking().ok_or(AddError::NoFiles)?;
    Ok(())
}

/// The request that this paper answers, if it does, and the proof that the person may say so.
async fn judge(
    tx: &mut ReadTx,
    actor: &Actor,
    case: &Case,
    paper: &Paper,
) -> Result<(SignatureRequest, Permit<AskSignatory>), UploadError> {
    let permit = authorise::<AskSignatory>(actor, case.application.organisation)?;
    let all = requests::list(tx, case.application.id).await?;
    let open = waiting(&all)?;
    if code(open) != paper.code {
        let mut others = all.iter().filter(|other| other.is_ink());
        let Some(other) = others.find(|other| code(other) == paper.code) else {
            return Err(UploadError::OtherCode);
        };
        return Err(UploadError::OldCode(Old {
            made_at: other.sent_at,
            changed: changed_between(tx, other.id, open.id).await?,
        }));
    }
    // The same version may have been printed for an earlier request.
    let same = all
        .iter()
        .filter(|other| other.is_ink() && other.snapshot_sha256 == open.snapshot_sha256);
    let made_on = same.map(|request| request.sent_at).min();
    let made_on = when::uk_date(made_on.unwrap_or(open.sent_at));
    if paper.signed_on > when::uk_date(tx.now()) {
        Err(UploadError::SignedAhead)
    } else if paper.signed_on < made_on {
        Err(UploadError::SignedBefore(made_on))
    } else {
        Ok((open.clone(), permit))
    }
}

/// The titles of the pages whose answers differ between the texts of two requests; at most 50.
async fn changed_between(
    tx: &mut ReadTx,
    then: SignatureRequestId,
    now: SignatureRequestId,
) -> Result<Vec<String>, StoreError> {
    type Pages = BTreeMap<AnswerKey, (String, Vec<(String, String)>)>;
    let mut texts: Vec<Pages> = Vec::new();
    for id in [then, now] {
        let frozen = requests::frozen(tx, id).await?;
        let reading = frozen.and_then(|frozen| snapshot::read(&frozen.snapshot).ok());
        let Some(reading) = reading else {
            return Ok(Vec::new());
        };
        let sections = reading.everything().into_iter();
        let parts = sections.flat_map(|section| section.parts);
        texts.push(
            parts
                .map(|part| (part.key, (part.title, part.rows)))
                .collect(),
        );
    }
    let Some([then, now]) = texts.first_chunk() else {
        return Ok(Vec::new());
    };
    let is_other = |key: &AnswerKey, other: &Pages, rows: &Vec<(String, String)>| {
        other
            .get(key)
            .is_none_or(|(_, rows_then)| rows_then != rows)
    };
    let changed = now
        .iter()
        .filter(|(key, (_, rows))| is_other(key, then, rows));
    let gone = then.iter().filter(|(key, _)| !now.contains_key(*key));
    let titles = changed.chain(gone).map(|(_, (title, _))| title.clone());
    Ok(titles.take(50).collect())
}

/// Takes a signed page: the request is signed by it. When that fails, nothing is left of the file.
pub async fn upload(
    store: &Store,
    actor: &Actor,
    files: &Files,
    reference: &ApplicationReference,
    paper: Paper,
    file: (DocumentId, Incoming, &str),
    office: Office<'_>,
) -> Result<(), UploadError> {
    let (id, mut incoming, typed_name) = file;
    let blobs = files.taking().ok_or(AddError::NoFiles)?;
    let kind = recognised(&mut incoming, typed_name).await?;
    if !KINDS.contains(&kind) {
        return Err(AddError::from(NotAccepted::WrongKind).into());
    }
    let mut tx = store.read(Context::of(actor)).await?;
    let case = load(&mut tx, reference).await?;
    let case = case.ok_or(UploadError::NotFound)?;
    judge(&mut tx, actor, &case, &paper).await?;
    drop(tx);
    let organisation = case.application.organisation;
    let stored = incoming.keep(organisation).await.map_err(AddError::from)?;
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
    let added = add(store, actor, files, reference, (paper, arrived), office).await;
    unless_added(added, blobs, &address).await
}

async fn add(
    store: &Store,
    actor: &Actor,
    files: &Files,
    reference: &ApplicationReference,
    (paper, arrived): (Paper, Arrived<'_>),
    office: Office<'_>,
) -> Result<(), UploadError> {
    let mut tx = store.write(Context::of(actor)).await?;
    let case = load_for_update(&mut tx, reference).await?;
    let case = case.ok_or(UploadError::NotFound)?;
    let (found, permit) = judge(&mut tx, actor, &case, &paper).await?;
    let held = requests::find_for_update(&mut tx, found.id).await?;
    let mut request = held
        .filter(|request| request.state == SignatureRequestState::Sent)
        .ok_or(UploadError::NotNow)?;
    let document = files.document(&case.application, arrived, actor, tx.now());
    request.signed_name = Some(paper.name);
    request.signed_job_title = Some(paper.job_title);
    requests::ink::add(&mut tx, &permit, &request, &document, paper.signed_on).await?;
    let what = match request.kind {
        SignatureKind::Initial => None,
        SignatureKind::Reconfirmation => {
            Some("uploaded changes that the signatory confirmed in ink")
        }
        SignatureKind::Anew => Some("uploaded a new page that the signatory signed in ink"),
    };
    if let Some(what) = what {
        let happened = Happened {
            reference: &request.reference,
            service: &request.service_name,
            who: &actor.name,
            what,
            page: "signature",
        };
        tell_team(&mut tx, &happened, office).await?;
    }
    let event = event(Kind::CommitmentsSigned, &request)
        .with("method", request.method)
        .with("document", document.id)
        .with("sha256", &document.sha256)
        .with("snapshot_sha256", &request.snapshot_sha256)
        .with("commitments_version", &request.commitments_version)
        .with("is_another_name", request.was_signed_by_another_name());
    tx.commit(&event).await?;
    Ok(())
}

/// Opens the file of a signed page for its supplier, once it was released.
///
/// # Errors
/// [`ReadError::NotFound`] when the request has none that the person may see.
pub async fn open(
    store: &Store,
    actor: &Actor,
    files: &Files,
    reference: &ApplicationReference,
) -> Result<(InkStatement, Reader), ReadError> {
    let mut tx = store.read(Context::of(actor)).await?;
    let case = load(&mut tx, reference).await?.ok_or(ReadError::NotFound)?;
    authorise::<ReadOrganisation>(actor, case.application.organisation)?;
    let all = requests::list(&mut tx, case.application.id).await?;
    let request = all.into_iter().find(|request| request.ink.is_some());
    let request = request.ok_or(ReadError::NotFound)?;
    let page = request.ink.clone().ok_or(ReadError::NotFound)?;
    let file = open_released(files, &address(&request, &page), page.scan).await?;
    Ok((page, file))
}
