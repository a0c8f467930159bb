//! Using a document again that belongs to another application of the same organisation.
//!
//! What comes of it is a document of its own with the same file: what is said about it can be
//! changed here and there, and the file stays for as long as one of them needs it. Nothing is
//! scanned again, so the scan is told as it was.

use super::receive::{AddError, Place, check_room_for};
use super::{Files, Scanner, is_question, item_named, may_change};
use crate::applications::Case;
use audit::{Event, Kind};
use domain::application::Application;
use domain::document::{DOCUMENTS_MAX, Description, Document, ScanState};
use domain::id::DocumentId;
use domain::reference::ApplicationReference;
use policy::organisation::ManageDocuments;
use policy::{Actor, authorise};
use store::documents::again::{self, Mark, Usable, Wanted};
use store::{Context, ReadTx, Store, documents};
use time::OffsetDateTime;

/// How many documents of other applications are listed at once.
const PAGE: usize = 20;

/// What an application can use again.
#[derive(Debug)]
pub struct Again {
    /// The application.
    pub application: Application,
    /// In a renewal, the documents of last year's application; only with the first page.
    pub earlier: Vec<Usable>,
    /// Documents of other applications, newest first.
    pub others: Vec<Usable>,
    /// Where the next page begins, if there is one.
    pub next: Option<Mark>,
    /// The service's time.
    pub now: OffsetDateTime,
}

/// The documents that an application can use again: released, not removed, and not there yet.
/// `place` is only checked.
pub async fn list_usable(
    store: &Store,
    actor: &Actor,
    files: &Files,
    reference: &ApplicationReference,
    place: &Place,
    after: Option<Mark>,
) -> Result<Again, AddError> {
    let mut tx = store.read(Context::of(actor)).await?;
    let case = load(&mut tx, actor, reference).await?;
    place.check(&case)?;
    let wanted = wanted(&mut tx, files, &case).await?;
    let earlier = match (after, wanted.earlier) {
        (None, Some(_)) => {
            let limit = i64::try_from(DOCUMENTS_MAX).unwrap_or(i64::MAX);
            again::list(&mut tx, &wanted, true, None, limit).await?
        }
        _ => Vec::new(),
    };
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut others = again::list(&mut tx, &wanted, false, after, limit).await?;
    let has_more = others.len() > PAGE;
    others.truncate(PAGE);
    let last = others.last().filter(|_| has_more);
    Ok(Again {
        next: last.map(|last| Mark {
            added_at: last.document.added_at,
            id: last.document.id,
        }),
        application: case.application,
        earlier,
        others,
        now: tx.now(),
    })
}

/// One of them, with the application that may use it and the service's time.
pub async fn find_usable(
    store: &Store,
    actor: &Actor,
    files: &Files,
    reference: &ApplicationReference,
    place: &Place,
    id: DocumentId,
) -> Result<(Application, Usable, OffsetDateTime), AddError> {
    let mut tx = store.read(Context::of(actor)).await?;
    let case = load(&mut tx, actor, reference).await?;
    place.check(&case)?;
    let wanted = wanted(&mut tx, files, &case).await?;
    let usable = again::find(&mut tx, &wanted, id).await?;
    let usable = usable.ok_or(AddError::NotFound)?;
    let now = tx.now();
    Ok((case.application, usable, now))
}

/// Makes a document of this application of one of another application. Answers its identifier.
pub async fn use_again(
    store: &Store,
    actor: &Actor,
    files: &Files,
    reference: &ApplicationReference,
    place: &Place,
    id: DocumentId,
) -> Result<DocumentId, AddError> {
    let mut tx = store.write(Context::of(actor)).await?;
    let case = crate::applications::load_for_update(&mut tx, reference).await?;
    let case = case.ok_or(AddError::NotFound)?;
    let permit = authorise::<ManageDocuments>(actor, case.application.organisation)?;
    if !may_change(case.application.state) {
        return Err(AddError::Closed);
    }
    place.check(&case)?;
    again::hold(&mut tx, &permit, id).await?;
    let wanted = wanted(&mut tx, files, &case).await?;
    let source = again::find(&mut tx, &wanted, id).await?;
    let source = source.ok_or(AddError::NotFound)?;
    let versions = documents::list_versions(&mut tx, case.application.id).await?;
    // One whose scan failed, or that a newer version replaced, is of no use.
    let is_same = |other: &&Document| {
        other.sha256 == source.document.sha256
            && other.scan != ScanState::Failed
            && other.replaced_at.is_none()
    };
    if let Some(same) = versions.iter().find(is_same) {
        return Err(AddError::AlreadyThere(same.id));
    }
    check_room_for(&versions, source.document.bytes)?;
    let document = taken_over(&case, &source, place, actor, tx.now());
    documents::add(&mut tx, &permit, actor.user, &document).await?;
    let event = Event::new(Kind::DocumentUsedAgain)
        .organisation(case.application.organisation)
        .application(case.application.id)
        .with("document", document.id)
        .with("from", source.document.id)
        .with("from_application", &source.reference)
        .with("sha256", &document.sha256)
        .with("scan", document.scan);
    tx.commit(&event).await?;
    Ok(document.id)
}

/// The application, if this person may change its documents.
async fn load(
    tx: &mut ReadTx,
    actor: &Actor,
    reference: &ApplicationReference,
) -> Result<Case, AddError> {
    let case = crate::applications::load(tx, reference).await?;
    let case = case.ok_or(AddError::NotFound)?;
    authorise::<ManageDocuments>(actor, case.application.organisation)?;
    if !may_change(case.application.state) {
        return Err(AddError::Closed);
    }
    Ok(case)
}

/// What is looked for. Without a scanner, which only the demonstration is, files count that nobody
/// scanned.
async fn wanted(tx: &mut ReadTx, files: &Files, case: &Case) -> Result<Wanted, AddError> {
    let earlier = match &case.renewal {
        Some(renewal) => store::applications::find(tx, &renewal.reference).await?,
        None => None,
    };
    Ok(Wanted {
        organisation: case.application.organisation,
        application: case.application.id,
        earlier: earlier.map(|earlier| earlier.id),
        takes_unscanned: matches!(files.scanner, Scanner::Demonstration),
    })
}

/// The new document: the file and its scan as they are, and what was said about it as far as it fits
/// here.
fn taken_over(
    case: &Case,
    source: &Usable,
    place: &Place,
    actor: &Actor,
    now: OffsetDateTime,
) -> Document {
    let id = DocumentId::new();
    let of = &source.document;
    let mut questions: Vec<String> = of.description.questions.clone();
    questions.retain(|question| fits(case, source, question));
    if let Place::About(item) = place
        && !questions.contains(item)
    {
        questions.push(item.clone());
    }
    Document {
        id,
        series: id,
        number: 1,
        replaced_at: None,
        organisation: case.application.organisation,
        application: case.application.id,
        description: Description {
            questions,
            ..of.description.clone()
        },
        added_at: now,
        added_by_name: actor.name.clone(),
        version: 1,
        ..of.clone()
    }
}

/// Whether what a document belongs to there is the same here: a question that is asked, the Code of
/// Connection where it is to be added, and in a renewal an item of a list that is still called the same.
fn fits(case: &Case, source: &Usable, belongs_to: &str) -> bool {
    if is_question(case, belongs_to) {
        return true;
    }
    let renewal = case.renewal.as_ref();
    let renewal = renewal.filter(|renewal| renewal.reference == source.reference);
    renewal.is_some_and(|renewal| {
        let then = renewal.set.evidence_items(&renewal.earlier);
        let now = case.set.evidence_items(&case.stored.answers);
        let item = item_named(&now, belongs_to);
        item.is_some_and(|item| {
            item_named(&then, belongs_to).is_some_and(|then| then.name == item.name)
        })
    })
}
