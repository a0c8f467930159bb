//! E-mailed links of people without an account, their codes and their browsers.

use crate::error::one_row;
use crate::{ReadTx, Result, StoreError, WriteTx};
use domain::credential::Credential;
use domain::id::{ApplicationId, LinkId, OrganisationId, OwnerRequestId, SignatureRequestId};
use policy::Proof;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// What a link leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leads {
    /// To a request to an infrastructure owner.
    Owner(OwnerRequestId),
    /// To a request to sign.
    Signatory(SignatureRequestId),
}

/// A link, without its secrets.
#[derive(Debug, Clone)]
pub struct Link {
    /// Identifier.
    pub id: LinkId,
    /// The supplier.
    pub organisation: OrganisationId,
    /// The application.
    pub application: ApplicationId,
    /// What it leads to.
    pub leads: Leads,
    /// Where codes are sent.
    pub email: String,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// When it stops working.
    pub expires_at: OffsetDateTime,
    /// When it was cancelled or replaced.
    pub cancelled_at: Option<OffsetDateTime>,
    /// When the last code was sent.
    pub code_sent_at: Option<OffsetDateTime>,
    /// When that code stops working; none once it was used.
    pub code_expires_at: Option<OffsetDateTime>,
    /// Wrong tries at that code.
    pub code_attempts: i32,
    /// Codes sent so far.
    pub codes_sent: i32,
    /// An owner's answer that waits on its check page, as JSON.
    pub draft: Option<String>,
}

/// What a new link begins with.
#[derive(Debug)]
pub struct NewLink<'a> {
    /// Identifier.
    pub id: LinkId,
    /// The supplier.
    pub organisation: OrganisationId,
    /// The application.
    pub application: ApplicationId,
    /// What it leads to.
    pub leads: Leads,
    /// The digest of its token.
    pub token: Credential,
    /// Where codes are sent.
    pub email: &'a str,
    /// When it stops working.
    pub expires_at: OffsetDateTime,
}

struct Row {
    id: Uuid,
    organisation_id: Uuid,
    application_id: Uuid,
    owner_request_id: Option<Uuid>,
    signature_request_id: Option<Uuid>,
    email: String,
    created_at: OffsetDateTime,
    expires_at: OffsetDateTime,
    cancelled_at: Option<OffsetDateTime>,
    code_sent_at: Option<OffsetDateTime>,
    code_expires_at: Option<OffsetDateTime>,
    code_attempts: i32,
    codes_sent: i32,
    draft: Option<String>,
}

impl Row {
    fn into_link(self) -> Result<Link> {
        let leads = match (self.owner_request_id, self.signature_request_id) {
            (Some(id), None) => Leads::Owner(OwnerRequestId(id)),
            (None, Some(id)) => Leads::Signatory(SignatureRequestId(id)),
            _ => {
                return Err(StoreError::Corrupt {
                    table: "links",
                    column: "owner_request_id",
                });
            }
        };
        Ok(Link {
            id: LinkId(self.id),
            organisation: OrganisationId(self.organisation_id),
            application: ApplicationId(self.application_id),
            leads,
            email: self.email,
            created_at: self.created_at,
            expires_at: self.expires_at,
            cancelled_at: self.cancelled_at,
            code_sent_at: self.code_sent_at,
            code_expires_at: self.code_expires_at,
            code_attempts: self.code_attempts,
            codes_sent: self.codes_sent,
            draft: self.draft,
        })
    }
}

/// The link of this token, if the transaction presents it: by the token itself, or by the
/// browser that entered its code.
pub async fn find_presented(tx: &mut ReadTx, token: Credential) -> Result<Option<Link>> {
    let row = sqlx::query_as!(
        Row,
        "select id, organisation_id, application_id, owner_request_id, signature_request_id, email, created_at,
                expires_at, cancelled_at, code_sent_at, code_expires_at, code_attempts, codes_sent, draft
         from links where id = access.presented_link($1)",
        token.as_bytes(),
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(Row::into_link).transpose()
}

/// The same, held until the transaction ends, so that tries and codes are counted one by one.
pub async fn find_presented_for_update(
    tx: &mut WriteTx,
    token: Credential,
) -> Result<Option<Link>> {
    let row = sqlx::query_as!(
        Row,
        "select id, organisation_id, application_id, owner_request_id, signature_request_id, email, created_at,
                expires_at, cancelled_at, code_sent_at, code_expires_at, code_attempts, codes_sent, draft
         from links where id = access.presented_link($1) for update",
        token.as_bytes(),
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(Row::into_link).transpose()
}

/// True when the transaction presents the browser that entered the code of this link, and the
/// link still works.
pub async fn is_verified(tx: &mut ReadTx, link: LinkId) -> Result<bool> {
    let is_verified = sqlx::query_scalar!(
        r#"select coalesce(access.verified_link_id() = $1, false) as "is_verified!""#,
        link.0,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(is_verified)
}

/// Makes a link.
pub async fn add(tx: &mut WriteTx, _proof: &impl Proof, new: &NewLink<'_>) -> Result<()> {
    let now = tx.now();
    let (owner, signatory) = match new.leads {
        Leads::Owner(id) => (Some(id.0), None),
        Leads::Signatory(id) => (None, Some(id.0)),
    };
    sqlx::query!(
        "insert into links (id, organisation_id, application_id, owner_request_id, signature_request_id,
                            token_hash, email, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        new.id.0,
        new.organisation.0,
        new.application.0,
        owner,
        signatory,
        new.token.as_bytes(),
        new.email,
        now,
        new.expires_at,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// When the last link to a request was made, for the limit on reminders.
pub async fn last_made_at(tx: &mut ReadTx, leads: Leads) -> Result<Option<OffsetDateTime>> {
    let (owner, signatory) = match leads {
        Leads::Owner(id) => (Some(id.0), None),
        Leads::Signatory(id) => (None, Some(id.0)),
    };
    Ok(sqlx::query_scalar!(
        "select max(created_at) from links where owner_request_id = $1 or signature_request_id = $2",
        owner,
        signatory,
    )
    .fetch_one(tx.connection())
    .await?)
}

/// Ends every link that leads to a request.
pub async fn cancel_all(tx: &mut WriteTx, _proof: &impl Proof, leads: Leads) -> Result<()> {
    let now = tx.now();
    let (owner, signatory) = match leads {
        Leads::Owner(id) => (Some(id.0), None),
        Leads::Signatory(id) => (None, Some(id.0)),
    };
    sqlx::query!(
        "update links set cancelled_at = $3
         where (owner_request_id = $1 or signature_request_id = $2) and cancelled_at is null",
        owner,
        signatory,
        now,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// What came of keeping a new code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeKept {
    /// It is the code of the link now; the one before stops working.
    Kept,
    /// The link can't be used any more.
    Closed,
    /// The last code was sent too short a time ago.
    TooSoon,
    /// The link has sent as many codes as it may.
    TooMany,
}

/// How codes of links are limited.
#[derive(Debug, Clone, Copy)]
pub struct CodeLimits {
    /// How long a code works.
    pub lasts: Duration,
    /// How long to wait between two codes.
    pub pause: Duration,
    /// How many codes a link sends in its life.
    pub codes_max: i32,
}

/// Keeps the digest of a new code of the presented link. At the gate alone.
pub async fn keep_code(tx: &mut WriteTx, digest: &[u8], limits: CodeLimits) -> Result<CodeKept> {
    let said = sqlx::query_scalar!(
        r#"select access.keep_link_code($1, make_interval(secs => $2), make_interval(secs => $3), $4) as "said!""#,
        digest,
        limits.lasts.as_seconds_f64(),
        limits.pause.as_seconds_f64(),
        limits.codes_max,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(match said.as_str() {
        "kept" => CodeKept::Kept,
        "too_soon" => CodeKept::TooSoon,
        "too_many" => CodeKept::TooMany,
        _ => CodeKept::Closed,
    })
}

/// Opens the presented link for a browser, when this is the digest of the code that was sent last;
/// the code is then used up. Otherwise counts a wrong try and answers false.
pub async fn open(
    tx: &mut WriteTx,
    digest: &[u8],
    browser: Credential,
    lasts: Duration,
    tries_max: i32,
) -> Result<bool> {
    let is_open = sqlx::query_scalar!(
        r#"select access.open_link($1, $2, make_interval(secs => $3), $4) as "is_open!""#,
        digest,
        browser.as_bytes(),
        lasts.as_seconds_f64(),
        tries_max,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(is_open)
}

/// After the owner agreed: the presented link works as long as the agreement holds, so that it can
/// be taken back.
pub async fn lengthen(tx: &mut WriteTx) -> Result<()> {
    sqlx::query!("select access.lengthen_owner_link()")
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Keeps what waits on a check page, or forgets it.
pub async fn save_draft(tx: &mut WriteTx, link: LinkId, draft: Option<&str>) -> Result<()> {
    let done = sqlx::query!("update links set draft = $2 where id = $1", link.0, draft)
        .execute(tx.connection())
        .await?;
    one_row(done.rows_affected())
}
