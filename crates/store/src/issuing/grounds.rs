//! The owner's agreement and the signatures of an application, as evidence.

use crate::error::named;
use crate::{ReadTx, Result};
use domain::id::ApplicationId;
use domain::owner_request::OwnerRequestState;
use domain::signature_request::{SignatureKind, SignatureRequestState};
use time::{Date, OffsetDateTime};

/// The most signatures and requests that an application is shown with.
const SIGNATURES_MAX: i64 = 50;

/// What the infrastructure's owner was asked, and the answer.
#[derive(Debug, Clone)]
pub struct OwnerAnswer {
    /// Where the request stands.
    pub state: OwnerRequestState,
    /// True when the supplier owns the infrastructure itself.
    pub is_own: bool,
    /// Name of the infrastructure.
    pub infrastructure_name: String,
    /// Organisation that owns it.
    pub owner_name: String,
    /// Number of its connection certificate.
    pub certificate_number: String,
    /// Last day of that certificate.
    pub certificate_valid_to: Date,
    /// Additional infrastructure, as shown to the owner.
    pub additional_infrastructure: String,
    /// Who was asked.
    pub contact_name: String,
    /// Where that person was asked.
    pub contact_email: String,
    /// When it was sent.
    pub sent_at: OffsetDateTime,
    /// When the owner answered.
    pub answered_at: Option<OffsetDateTime>,
    /// Who answered, as typed.
    pub answered_name: Option<String>,
    /// That person's job title, as typed.
    pub answered_job_title: Option<String>,
    /// Why not, or what the owner asks.
    pub reason: Option<String>,
}

/// The agreement of the owner or, where there is none, the last request.
pub async fn owner_answer(
    tx: &mut ReadTx,
    application: ApplicationId,
) -> Result<Option<OwnerAnswer>> {
    let row = sqlx::query!(
        "select state, is_own, infrastructure_name, owner_name, certificate_number, certificate_valid_to,
                additional_infrastructure, contact_name, contact_email, sent_at, answered_at, answered_name,
                answered_job_title, reason
         from owner_requests where application_id = $1
         order by state = 'agreed' desc, sent_at desc limit 1",
        application.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(|row| {
        let state = OwnerRequestState::parse(&row.state);
        Ok(OwnerAnswer {
            state: named("owner_requests", "state", state)?,
            is_own: row.is_own,
            infrastructure_name: row.infrastructure_name,
            owner_name: row.owner_name,
            certificate_number: row.certificate_number,
            certificate_valid_to: row.certificate_valid_to,
            additional_infrastructure: row.additional_infrastructure,
            contact_name: row.contact_name,
            contact_email: row.contact_email,
            sent_at: row.sent_at,
            answered_at: row.answered_at,
            answered_name: row.answered_name,
            answered_job_title: row.answered_job_title,
            reason: row.reason,
        })
    })
    .transpose()
}

/// A request to sign with what came of it.
#[derive(Debug, Clone)]
pub struct SignatureEvidence {
    /// Whether it is the first signature or one on changes.
    pub kind: SignatureKind,
    /// Where it stands.
    pub state: SignatureRequestState,
    /// SHA-256 of what is signed, in hexadecimal.
    pub snapshot_sha256: String,
    /// Version of the commitments.
    pub commitments_version: String,
    /// Who was asked.
    pub signatory_name: String,
    /// That person's job title.
    pub signatory_job_title: String,
    /// Where that person was asked.
    pub signatory_email: String,
    /// When it was sent.
    pub sent_at: OffsetDateTime,
    /// When the signatory entered the code.
    pub opened_at: Option<OffsetDateTime>,
    /// When the signatory said that they have authority.
    pub authority_confirmed_at: Option<OffsetDateTime>,
    /// When it was signed.
    pub signed_at: Option<OffsetDateTime>,
    /// Name as typed by the signatory.
    pub signed_name: Option<String>,
    /// Job title as typed by the signatory.
    pub signed_job_title: Option<String>,
    /// Network address that the signature came from.
    pub signed_ip: Option<String>,
}

/// The signatures of an application and the requests for them, newest first.
pub async fn signatures(
    tx: &mut ReadTx,
    application: ApplicationId,
) -> Result<Vec<SignatureEvidence>> {
    let rows = sqlx::query!(
        "select kind, state, snapshot_sha256, commitments_version, signatory_name, signatory_job_title,
                signatory_email, sent_at, opened_at, authority_confirmed_at, signed_at, signed_name,
                signed_job_title, signed_ip
         from signature_requests where application_id = $1 order by sent_at desc, id desc limit $2",
        application.0,
        SIGNATURES_MAX,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter()
        .map(|row| {
            let kind = SignatureKind::parse(&row.kind);
            let state = SignatureRequestState::parse(&row.state);
            Ok(SignatureEvidence {
                kind: named("signature_requests", "kind", kind)?,
                state: named("signature_requests", "state", state)?,
                snapshot_sha256: row.snapshot_sha256,
                commitments_version: row.commitments_version,
                signatory_name: row.signatory_name,
                signatory_job_title: row.signatory_job_title,
                signatory_email: row.signatory_email,
                sent_at: row.sent_at,
                opened_at: row.opened_at,
                authority_confirmed_at: row.authority_confirmed_at,
                signed_at: row.signed_at,
                signed_name: row.signed_name,
                signed_job_title: row.signed_job_title,
                signed_ip: row.signed_ip,
            })
        })
        .collect()
}
