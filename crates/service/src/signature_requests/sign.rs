//! The signatory confirms their authority, and signs or says why not.

use super::request::event;
use crate::links::{begin, tell};
use crate::reviews::notices::{Happened, Office, tell_team};
use crate::snapshot::{self, Reading};
use audit::Kind;
use domain::credential::{Credential, Token};
use domain::id::SignatureRequestId;
use domain::signature_request::{
    CannotSign, SignatureKind, SignatureRequest, SignatureRequestState,
};
use domain::when;
use store::links::Leads;
use store::signature_requests::{Frozen, SignedFrom};
use store::{Context, Store, StoreError, WriteTx};
use time::OffsetDateTime;

/// Why nothing was signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// This browser has not entered the code, or no longer may.
    #[error("this browser has not entered the code")]
    NotEntered,
    /// The request was signed, cancelled or voided, or has run out.
    #[error("the request can't be signed any more")]
    Closed,
    /// The signatory has not said that they have authority.
    #[error("the signatory has not said that they have authority")]
    NoAuthority,
    /// What the signatory read is not what would be signed.
    #[error("what was read is not what would be signed")]
    OtherText,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What the signatory says about their authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authority {
    /// They may make commitments for the organisation.
    Has,
    /// They may not.
    HasNot,
}

/// What the signatory types and ticks.
#[derive(Debug, Clone)]
pub struct Signature {
    /// Full name.
    pub name: String,
    /// Job title.
    pub job_title: String,
    /// The fingerprint of the text that the page showed.
    pub fingerprint: String,
    /// Where it comes from.
    pub from: SignedFrom,
}

/// The request behind the link, if it may still be signed, and when the link ends; held until the
/// transaction ends, so that of two posts at once one finds it signed.
async fn begin_open(
    store: &Store,
    token: &Token,
    browser: Credential,
) -> Result<(WriteTx, SignatureRequest, OffsetDateTime), SignError> {
    let (mut tx, link) = begin(store, token, browser)
        .await?
        .ok_or(SignError::NotEntered)?;
    let Leads::Signatory(id) = link.leads else {
        return Err(SignError::NotEntered);
    };
    let request = store::signature_requests::find_for_update(&mut tx, id)
        .await?
        .ok_or(SignError::NotEntered)?;
    if request.state != SignatureRequestState::Opened || tx.now() >= link.expires_at {
        return Err(SignError::Closed);
    }
    Ok((tx, request, link.expires_at))
}

/// Keeps what the signatory says about their authority.
pub async fn confirm_authority(
    store: &Store,
    token: &Token,
    browser: Credential,
    authority: Authority,
) -> Result<(), SignError> {
    let (mut tx, mut request, _) = begin_open(store, token, browser).await?;
    let has_it = authority == Authority::Has;
    if request.authority_confirmed_at.is_some() == has_it {
        return Ok(());
    }
    request.authority_confirmed_at = has_it.then(|| tx.now());
    store::signature_requests::save(&mut tx, &request).await?;
    let event = event(Kind::AuthorityConfirmed, &request).with("has_authority", has_it);
    tx.commit(&event).await?;
    Ok(())
}

/// Signs: exactly the text whose fingerprint the page showed, once.
pub async fn sign(
    store: &Store,
    token: &Token,
    browser: Credential,
    signature: Signature,
    office: Office<'_>,
) -> Result<(), SignError> {
    let (mut tx, mut request, ends_at) = begin_open(store, token, browser).await?;
    if request.authority_confirmed_at.is_none() {
        return Err(SignError::NoAuthority);
    }
    let frozen = store::signature_requests::frozen(&mut tx, request.id)
        .await?
        .ok_or(SignError::Closed)?;
    let fingerprint = snapshot::sha256(&frozen.snapshot);
    if fingerprint != request.snapshot_sha256 || fingerprint != signature.fingerprint {
        return Err(SignError::OtherText);
    }
    request.state = SignatureRequestState::Signed;
    request.signed_at = Some(tx.now());
    request.signed_name = Some(signature.name);
    request.signed_job_title = Some(signature.job_title);
    store::signature_requests::sign(&mut tx, &request, &signature.from).await?;
    tell_both(&mut tx, &request, (token, ends_at), office).await?;
    let event = event(Kind::CommitmentsSigned, &request)
        .with("snapshot_sha256", &request.snapshot_sha256)
        .with("commitments_version", &request.commitments_version)
        .with("is_another_name", request.was_signed_by_another_name());
    tx.commit(&event).await?;
    Ok(())
}

/// The signatory's receipt (M26); and to the supplier that it can submit now (M27) or, where it has,
/// to the team that the changes are confirmed, or that there is a signature again (M56).
async fn tell_both(
    tx: &mut WriteTx,
    request: &SignatureRequest,
    (token, ends_at): (&Token, OffsetDateTime),
    office: Office<'_>,
) -> Result<(), StoreError> {
    let public_url = office.public_url;
    let name = request.signed_name.clone().unwrap_or_default();
    let receipt = mail::Signed {
        organisation: request.supplier_name.clone(),
        service: request.service_name.clone(),
        signed_at: when::date_and_time(tx.now()),
        commitments: format!("version {}", request.commitments_version),
        fingerprint: request.snapshot_sha256.clone(),
        link: format!("{public_url}/sign/{}", token.reveal()),
        until: when::date_and_time(ends_at),
    };
    tell(tx, &name, &request.signatory.email, &receipt).await?;
    let done = match request.kind {
        SignatureKind::Initial => None,
        SignatureKind::Reconfirmation => Some("confirmed the changes as the signatory"),
        SignatureKind::Anew => Some("signed the commitments as the signatory"),
    };
    if let Some(what) = done {
        return tell_team(tx, &happened(request, &name, what), office).await;
    }
    let notice = mail::SignatorySigned {
        signatory: name,
        service: request.service_name.clone(),
        link: format!("{public_url}/applications/{}/submit", request.reference),
    };
    tell(tx, &request.asker.name, &request.asker.email, &notice).await
}

/// What the team is told of a signatory.
fn happened<'a>(request: &'a SignatureRequest, who: &'a str, what: &'static str) -> Happened<'a> {
    Happened {
        reference: &request.reference,
        service: &request.service_name,
        who,
        what,
        page: "signature",
    }
}

/// Keeps why the signatory can't sign, and tells the supplier (M28); of a submitted application the
/// team too (M56).
pub async fn decline(
    store: &Store,
    token: &Token,
    browser: Credential,
    reason: CannotSign,
    note: Option<String>,
    office: Office<'_>,
) -> Result<(), SignError> {
    let (mut tx, mut request, _) = begin_open(store, token, browser).await?;
    request.state = SignatureRequestState::Declined;
    request.declined_at = Some(tx.now());
    request.cannot_sign = Some(reason);
    request.cannot_sign_note = note;
    store::signature_requests::save(&mut tx, &request).await?;
    let notice = mail::SignatoryCannotSign {
        signatory: request.signatory.name.clone(),
        service: request.service_name.clone(),
        awaits_correction: request.awaits_correction(),
        link: office.url(&format!("/applications/{}/signature", request.reference)),
    };
    tell(&mut tx, &request.asker.name, &request.asker.email, &notice).await?;
    let not_done = match request.kind {
        SignatureKind::Initial => None,
        _ if request.awaits_correction() => Some(
            "says as the signatory that something in the application is wrong. The supplier can only correct it if you ask about the answers",
        ),
        SignatureKind::Reconfirmation => Some("cannot confirm the changes as the signatory"),
        SignatureKind::Anew => Some("cannot sign the commitments as the signatory"),
    };
    if let Some(what) = not_done {
        let happened = happened(&request, &request.signatory.name, what);
        tell_team(&mut tx, &happened, office).await?;
    }
    let event = event(Kind::SignatureDeclined, &request).with("reason", reason);
    tx.commit(&event).await?;
    Ok(())
}

/// The exact text behind the link, for the browser that entered the code.
pub async fn signed_text(
    store: &Store,
    browser: Credential,
    id: SignatureRequestId,
) -> Result<Option<Frozen>, StoreError> {
    let mut tx = store.read(Context::presenting(browser)).await?;
    store::signature_requests::frozen(&mut tx, id).await
}

/// The same, read for people.
pub async fn reading(
    store: &Store,
    browser: Credential,
    id: SignatureRequestId,
) -> Result<Option<(Reading, Frozen)>, StoreError> {
    let Some(frozen) = signed_text(store, browser, id).await? else {
        return Ok(None);
    };
    let reading = snapshot::read(&frozen.snapshot).map_err(|_| StoreError::Corrupt {
        table: "signature_requests",
        column: "snapshot",
    })?;
    Ok(Some((reading, frozen)))
}
