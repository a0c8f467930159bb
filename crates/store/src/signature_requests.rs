//! Requests to sign, frozen as they were sent, and what came of them.

pub mod ink;
mod known;
mod run_out;

pub use known::{Entry, Known, known};
pub use run_out::{RunOut, next_run_out};

use crate::error::{named, one_row};
use crate::{ReadTx, Result, WriteTx};
use domain::id::{ApplicationId, OrganisationId, SignatureRequestId, UserId};
use domain::owner_request::{Asker, Contact};
use domain::signature_request::{
    CannotSign, SignatureKind, SignatureMethod, SignatureRequest, SignatureRequestState,
};
use ink::InkRow;
use policy::Proof;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

/// More than any application has; the rest would be the oldest.
const LISTED_MAX: i64 = 100;

/// The exact text that is signed, and what a reconfirmation says has changed.
#[derive(Clone)]
pub struct Frozen {
    /// The canonical text.
    pub snapshot: String,
    /// The changes, as a JSON list.
    pub changes: String,
}

/// Where and with what somebody signed.
#[derive(Debug, Clone, Default)]
pub struct SignedFrom {
    /// The network address of the connection, if known.
    pub ip: Option<String>,
    /// What the browser calls itself, at most 300 characters.
    pub user_agent: Option<String>,
}

struct Row {
    id: Uuid,
    organisation_id: Uuid,
    application_id: Uuid,
    state: String,
    kind: String,
    method: String,
    reference: String,
    supplier_name: String,
    service_name: String,
    snapshot_sha256: String,
    commitments_version: String,
    signatory_name: String,
    signatory_job_title: String,
    signatory_email: String,
    requested_by: Uuid,
    requested_by_name: String,
    requested_by_email: String,
    sent_at: OffsetDateTime,
    expires_at: OffsetDateTime,
    opened_at: Option<OffsetDateTime>,
    authority_confirmed_at: Option<OffsetDateTime>,
    signed_at: Option<OffsetDateTime>,
    signed_name: Option<String>,
    signed_job_title: Option<String>,
    declined_at: Option<OffsetDateTime>,
    cannot_sign: Option<String>,
    cannot_sign_note: Option<String>,
    voided_at: Option<OffsetDateTime>,
    voided_page: Option<String>,
    message: Option<String>,
    ink: Option<Json<InkRow>>,
}

impl Row {
    fn into_request(self) -> Result<SignatureRequest> {
        const TABLE: &str = "signature_requests";
        let cannot_sign = self
            .cannot_sign
            .map(|reason| named(TABLE, "cannot_sign", CannotSign::parse(&reason)))
            .transpose()?;
        Ok(SignatureRequest {
            id: SignatureRequestId(self.id),
            organisation: OrganisationId(self.organisation_id),
            application: ApplicationId(self.application_id),
            state: named(TABLE, "state", SignatureRequestState::parse(&self.state))?,
            kind: named(TABLE, "kind", SignatureKind::parse(&self.kind))?,
            method: named(TABLE, "method", SignatureMethod::parse(&self.method))?,
            reference: self.reference,
            supplier_name: self.supplier_name,
            service_name: self.service_name,
            snapshot_sha256: self.snapshot_sha256,
            commitments_version: self.commitments_version,
            signatory: Contact {
                name: self.signatory_name,
                job_title: self.signatory_job_title,
                email: self.signatory_email,
            },
            asker: Asker {
                id: UserId(self.requested_by),
                name: self.requested_by_name,
                email: self.requested_by_email,
            },
            message: self.message,
            sent_at: self.sent_at,
            expires_at: self.expires_at,
            opened_at: self.opened_at,
            authority_confirmed_at: self.authority_confirmed_at,
            signed_at: self.signed_at,
            signed_name: self.signed_name,
            signed_job_title: self.signed_job_title,
            declined_at: self.declined_at,
            cannot_sign,
            cannot_sign_note: self.cannot_sign_note,
            voided_at: self.voided_at,
            voided_page: self.voided_page,
            ink: self.ink.map(|Json(row)| row.into_statement()).transpose()?,
        })
    }
}

/// The requests of an application, newest first.
pub async fn list(tx: &mut ReadTx, application: ApplicationId) -> Result<Vec<SignatureRequest>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select id, organisation_id, application_id, state, kind, method, reference, supplier_name, service_name,
                snapshot_sha256, commitments_version, signatory_name, signatory_job_title, signatory_email,
                requested_by, requested_by_name, requested_by_email, sent_at, expires_at, opened_at,
                authority_confirmed_at, signed_at, signed_name, signed_job_title, declined_at, cannot_sign,
                cannot_sign_note, voided_at, voided_page, message,
                access.ink_statement(id, method) as "ink: Json<InkRow>"
         from signature_requests where application_id = $1 order by sent_at desc, id desc limit $2"#,
        application.0,
        LISTED_MAX,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter().map(Row::into_request).collect()
}

/// A request, if it may be seen.
pub async fn find(tx: &mut ReadTx, id: SignatureRequestId) -> Result<Option<SignatureRequest>> {
    let row = sqlx::query_as!(
        Row,
        r#"select id, organisation_id, application_id, state, kind, method, reference, supplier_name, service_name,
                snapshot_sha256, commitments_version, signatory_name, signatory_job_title, signatory_email,
                requested_by, requested_by_name, requested_by_email, sent_at, expires_at, opened_at,
                authority_confirmed_at, signed_at, signed_name, signed_job_title, declined_at, cannot_sign,
                cannot_sign_note, voided_at, voided_page, message,
                access.ink_statement(id, method) as "ink: Json<InkRow>"
         from signature_requests where id = $1"#,
        id.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(Row::into_request).transpose()
}

/// The same, held until the transaction ends, for whoever may change it: the supplier, or the
/// browser that entered the code.
pub async fn find_for_update(
    tx: &mut WriteTx,
    id: SignatureRequestId,
) -> Result<Option<SignatureRequest>> {
    let row = sqlx::query_as!(
        Row,
        r#"select id, organisation_id, application_id, state, kind, method, reference, supplier_name, service_name,
                snapshot_sha256, commitments_version, signatory_name, signatory_job_title, signatory_email,
                requested_by, requested_by_name, requested_by_email, sent_at, expires_at, opened_at,
                authority_confirmed_at, signed_at, signed_name, signed_job_title, declined_at, cannot_sign,
                cannot_sign_note, voided_at, voided_page, message,
                access.ink_statement(id, method) as "ink: Json<InkRow>"
         from signature_requests where id = $1 for update"#,
        id.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(Row::into_request).transpose()
}

/// The text that a request is about.
pub async fn frozen(tx: &mut ReadTx, id: SignatureRequestId) -> Result<Option<Frozen>> {
    Ok(sqlx::query_as!(
        Frozen,
        "select snapshot, changes from signature_requests where id = $1",
        id.0
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// Keeps a new request with the text that is signed.
pub async fn add(
    tx: &mut WriteTx,
    _proof: &impl Proof,
    request: &SignatureRequest,
    frozen: &Frozen,
) -> Result<()> {
    sqlx::query!(
        "insert into signature_requests (id, organisation_id, application_id, state, kind, reference, supplier_name,
            service_name, snapshot, snapshot_sha256, changes, commitments_version, signatory_name,
            signatory_job_title, signatory_email, requested_by, requested_by_name, requested_by_email, sent_at,
            expires_at, method, message)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)",
        request.id.0,
        request.organisation.0,
        request.application.0,
        request.state.as_str(),
        request.kind.as_str(),
        request.reference,
        request.supplier_name,
        request.service_name,
        frozen.snapshot,
        request.snapshot_sha256,
        frozen.changes,
        request.commitments_version,
        request.signatory.name,
        request.signatory.job_title,
        request.signatory.email,
        request.asker.id.0,
        request.asker.name,
        request.asker.email,
        request.sent_at,
        request.expires_at,
        request.method.as_str(),
        request.message,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Saves where a request stands. Who may is decided by the credential: the supplier, or the
/// browser that entered the code.
pub async fn save(tx: &mut WriteTx, request: &SignatureRequest) -> Result<()> {
    let done = sqlx::query!(
        "update signature_requests
         set state = $2, expires_at = $3, opened_at = $4, authority_confirmed_at = $5, declined_at = $6,
             cannot_sign = $7, cannot_sign_note = $8, voided_at = $9, voided_page = $10
         where id = $1",
        request.id.0,
        request.state.as_str(),
        request.expires_at,
        request.opened_at,
        request.authority_confirmed_at,
        request.declined_at,
        request.cannot_sign.map(CannotSign::as_str),
        request.cannot_sign_note,
        request.voided_at,
        request.voided_page,
    )
    .execute(tx.connection())
    .await?;
    one_row(done.rows_affected())
}

/// Keeps a signature with where it came from.
pub async fn sign(tx: &mut WriteTx, request: &SignatureRequest, from: &SignedFrom) -> Result<()> {
    let done = sqlx::query!(
        "update signature_requests
         set state = 'signed', signed_at = $2, signed_name = $3, signed_job_title = $4, signed_ip = $5,
             signed_user_agent = $6
         where id = $1 and state = 'opened' and snapshot_sha256 = $7",
        request.id.0,
        request.signed_at,
        request.signed_name,
        request.signed_job_title,
        from.ip,
        from.user_agent,
        request.snapshot_sha256,
    )
    .execute(tx.connection())
    .await?;
    one_row(done.rows_affected())
}
