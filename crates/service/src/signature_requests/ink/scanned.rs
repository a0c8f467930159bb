//! What the scan of a signed page may come to.

use crate::recipients::recipient;
use crate::reviews::notices::{Office, distinct, tell};
use audit::{Event, Kind};
use domain::document::ScanState;
use domain::id::DocumentId;
use mail::SignedPageRefused;
use store::signature_requests::ink;
use store::{StoreError, WriteTx};

/// After the scan of a file: when it is a signed page that nobody can have, its signature is void, and
/// who uploaded it and the administrators are told.
pub(crate) async fn void(
    tx: &mut WriteTx,
    file: DocumentId,
    scan: ScanState,
    office: Office<'_>,
) -> Result<(), StoreError> {
    let why = match scan {
        ScanState::Infected => "We found a virus in the file, and deleted it.",
        ScanState::Failed => "We could not scan the file for viruses.",
        ScanState::Waiting | ScanState::Clean | ScanState::NotScanned => return Ok(()),
    };
    let Some(voided) = ink::void(tx, file).await? else {
        return Ok(());
    };
    let people = voided.people.iter();
    let people = distinct(people.filter_map(|one| recipient(&one.name, &one.email)));
    let notice = SignedPageRefused {
        service: voided.service_name,
        why: why.to_owned(),
        link: office.url(&format!("/applications/{}/signature", voided.reference)),
    };
    tell(tx, &people, &notice).await?;
    let event = Event::new(Kind::SignedPageRefused)
        .organisation(voided.organisation)
        .application(voided.application)
        .with("signature_request", voided.request)
        .with("scan", scan);
    tx.record(&event).await
}
