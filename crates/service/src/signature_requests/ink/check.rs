//! A second person, of the PSN team, compares a signed page with its request.

use super::address;
use crate::documents::{Files, ReadError, open_released};
use crate::recipients::recipient;
use crate::reviews::Review;
use crate::reviews::notices::{Office, distinct, supplier_side, tell};
use crate::reviews::read::is_submitted;
use crate::signature_requests::request::event;
use audit::{Event, Kind};
use blobs::Reader;
use domain::id::SignatureRequestId;
use domain::ink::{InkCheck, InkFinding, InkOutcome, InkStatement, RefusalNote};
use domain::reference::ApplicationReference;
use domain::signature_request::{SignatureRequest, SignatureRequestState};
use mail::SignedPageRefused;
use policy::team::{CheckInk, ReadCases};
use policy::{Actor, Denied, authorise_team};
use store::{Context, ReadTx, Store, StoreError};

/// Why a check was not kept.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// No such case, or no such request of it.
    #[error("no such case")]
    NotFound,
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The page was checked already, is not scanned yet, or is no signature any more.
    #[error("the page can't be checked now")]
    NotNow,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What was found.
#[derive(Debug, Clone)]
pub enum Checked {
    /// All of it is right.
    Right,
    /// Only this is right, and this tells the supplier why a new signature is asked for.
    Refused(Vec<InkFinding>, RefusalNote),
}

/// Keeps what was found on a signed page. Refusing it makes the signature void, and asks the supplier
/// for a new one.
pub async fn check(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
    (id, checked): (SignatureRequestId, Checked),
    office: Office<'_>,
) -> Result<(), CheckError> {
    let permit = authorise_team::<CheckInk>(actor)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let review = Review::load_for_update(&mut tx, reference).await?;
    let review = review.filter(is_submitted).ok_or(CheckError::NotFound)?;
    let case = &review.case;
    let request = find(&mut tx, &review, id).await?;
    let page = request.ink.as_ref().ok_or(CheckError::NotFound)?;
    let can_be = request.state == SignatureRequestState::Signed
        && page.check.is_none()
        && page.scan.is_released()
        && !case.application.state.is_closed();
    if !can_be {
        return Err(CheckError::NotNow);
    }
    let (outcome, found, note) = match checked {
        Checked::Right => (
            InkOutcome::Accepted,
            InkFinding::ALL.to_vec(),
            String::new(),
        ),
        Checked::Refused(found, note) => (InkOutcome::Refused, found, note.as_str().to_owned()),
    };
    let kept = InkCheck {
        outcome,
        found,
        note,
        at: tx.now(),
        by_name: actor.name.clone(),
    };
    store::signature_requests::ink::check(&mut tx, &permit, request.id, &kept).await?;
    let kind = match outcome {
        InkOutcome::Accepted => Kind::SignedPageAccepted,
        InkOutcome::Refused => Kind::SignedPageRefused,
    };
    if outcome == InkOutcome::Refused {
        let mut people = supplier_side(&mut tx, case).await?;
        people.extend(recipient(&request.asker.name, &request.asker.email));
        let notice = SignedPageRefused {
            service: request.service_name.clone(),
            why: "The PSN team could not accept it.".to_owned(),
            link: office.url(&format!("/applications/{reference}/signature")),
        };
        tell(&mut tx, &distinct(people), &notice).await?;
    }
    tx.commit(&event(kind, &request)).await?;
    Ok(())
}

/// The request of a case.
async fn find(
    tx: &mut ReadTx,
    review: &Review,
    id: SignatureRequestId,
) -> Result<SignatureRequest, CheckError> {
    let request = store::signature_requests::find(tx, id).await?;
    let of_case = |request: &SignatureRequest| request.application == review.case.application.id;
    request.filter(of_case).ok_or(CheckError::NotFound)
}

/// Opens the file of a signed page for the PSN team, once it was released, which is recorded.
///
/// # Errors
/// [`ReadError::NotFound`] when the case has no such page.
pub async fn open_for_team(
    store: &Store,
    actor: &Actor,
    files: &Files,
    reference: &ApplicationReference,
    id: SignatureRequestId,
) -> Result<(InkStatement, Reader), ReadError> {
    authorise_team::<ReadCases>(actor)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let application = store::applications::find(&mut tx, reference).await?;
    let application = application.filter(|application| !application.state.is_draft());
    let application = application.ok_or(ReadError::NotFound)?;
    let request = store::signature_requests::find(&mut tx, id).await?;
    let request = request.filter(|request| request.application == application.id);
    let request = request.ok_or(ReadError::NotFound)?;
    let page = request.ink.clone().ok_or(ReadError::NotFound)?;
    let file = open_released(files, &address(&request, &page), page.scan).await?;
    // As with documents: who of the team read what is not for the supplier.
    let event = Event::new(Kind::DocumentDownloaded)
        .application(application.id)
        .with("document", page.document)
        .with("sha256", &page.sha256);
    tx.commit(&event).await?;
    Ok((page, file))
}
