//! Invitations to join an organisation.

use crate::error::{named, one_row};
use crate::{ReadTx, Result, WriteTx};
use domain::credential::Credential;
use domain::email::EmailAddress;
use domain::id::{InvitationId, OrganisationId, UserId};
use domain::role::OrganisationRole;
use policy::Permit;
use policy::organisation::ManagePeople;
use time::OffsetDateTime;
use uuid::Uuid;

/// An invitation.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// The invitation.
    pub id: InvitationId,
    /// To which organisation.
    pub organisation: OrganisationId,
    /// Its name when the invitation was sent.
    pub organisation_name: String,
    /// Who is invited.
    pub email: EmailAddress,
    /// As what.
    pub role: OrganisationRole,
    /// Who invited.
    pub invited_by: UserId,
    /// That person's name when the invitation was sent.
    pub invited_by_name: String,
    /// When it stops working.
    pub expires_at: OffsetDateTime,
    /// When it was accepted.
    pub accepted_at: Option<OffsetDateTime>,
    /// When it was cancelled.
    pub cancelled_at: Option<OffsetDateTime>,
    /// When delivering its e-mail was given up; nothing while that has not happened.
    pub undelivered_at: Option<OffsetDateTime>,
}

/// An open invitation to the acting person, whose own organisation it is not yet.
#[derive(Debug, Clone)]
pub struct OpenInvitation {
    /// The invitation.
    pub id: InvitationId,
    /// The name of the organisation.
    pub organisation_name: String,
    /// As what.
    pub role: OrganisationRole,
    /// Who invited.
    pub invited_by_name: String,
    /// When it stops working.
    pub expires_at: OffsetDateTime,
}

/// An invitation to be sent.
#[derive(Debug)]
pub struct NewInvitation<'a> {
    /// The invitation; the form that sends it makes the identifier.
    pub id: InvitationId,
    /// The organisation's name.
    pub organisation_name: &'a str,
    /// Who is invited.
    pub email: &'a EmailAddress,
    /// As what.
    pub role: OrganisationRole,
    /// The digest of the link's token.
    pub token: Credential,
    /// The inviter's name.
    pub invited_by_name: &'a str,
    /// When it stops working.
    pub expires_at: OffsetDateTime,
}

struct Row {
    id: Uuid,
    organisation_id: Uuid,
    organisation_name: String,
    email: String,
    role: String,
    invited_by: Uuid,
    invited_by_name: String,
    expires_at: OffsetDateTime,
    accepted_at: Option<OffsetDateTime>,
    cancelled_at: Option<OffsetDateTime>,
    undelivered_at: Option<OffsetDateTime>,
}

fn role(text: &str) -> Result<OrganisationRole> {
    named("invitations", "role", OrganisationRole::parse(text))
}

impl TryFrom<Row> for Invitation {
    type Error = crate::StoreError;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: InvitationId(row.id),
            organisation: OrganisationId(row.organisation_id),
            organisation_name: row.organisation_name,
            email: named("invitations", "email", EmailAddress::parse(&row.email).ok())?,
            role: role(&row.role)?,
            invited_by: UserId(row.invited_by),
            invited_by_name: row.invited_by_name,
            expires_at: row.expires_at,
            accepted_at: row.accepted_at,
            cancelled_at: row.cancelled_at,
            undelivered_at: row.undelivered_at,
        })
    }
}

/// The organisation's invitations that are neither accepted nor cancelled, newest
/// first, up to `limit`.
pub async fn list_open(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    limit: i64,
) -> Result<Vec<Invitation>> {
    let rows = sqlx::query_as!(
        Row,
        "select id, organisation_id, organisation_name, email, role, invited_by, invited_by_name,
                expires_at, accepted_at, cancelled_at,
                (select d.given_up_at from undelivered_mail d where d.about_id = i.id) as undelivered_at
         from invitations i
         where organisation_id = $1 and accepted_at is null and cancelled_at is null
         order by created_at desc, id limit $2",
        organisation.0,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter().map(Invitation::try_from).collect()
}

/// One of the organisation's invitations.
pub async fn find(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    id: InvitationId,
) -> Result<Option<Invitation>> {
    let row = sqlx::query_as!(
        Row,
        "select id, organisation_id, organisation_name, email, role, invited_by, invited_by_name,
                expires_at, accepted_at, cancelled_at,
                (select d.given_up_at from undelivered_mail d where d.about_id = i.id) as undelivered_at
         from invitations i where organisation_id = $1 and id = $2",
        organisation.0,
        id.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(Invitation::try_from).transpose()
}

/// The invitation of the presented link, open or not. The transaction must present `token`.
pub async fn find_presented(tx: &mut ReadTx, token: Credential) -> Result<Option<Invitation>> {
    let row = sqlx::query_as!(
        Row,
        "select id, organisation_id, organisation_name, email, role, invited_by, invited_by_name,
                expires_at, accepted_at, cancelled_at, null::timestamptz as undelivered_at
         from invitations where id = access.presented_invitation($1)",
        token.as_bytes(),
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(Invitation::try_from).transpose()
}

/// Open invitations to the acting person's address.
pub async fn list_mine(tx: &mut ReadTx) -> Result<Vec<OpenInvitation>> {
    let rows = sqlx::query!(
        r#"select id as "id!", organisation_name as "organisation_name!", role as "role!",
                  invited_by_name as "invited_by_name!", expires_at as "expires_at!"
           from access.my_invitations()"#
    )
    .fetch_all(tx.connection())
    .await?;
    let invitations = rows.into_iter().map(|row| {
        Ok(OpenInvitation {
            id: InvitationId(row.id),
            organisation_name: row.organisation_name,
            role: role(&row.role)?,
            invited_by_name: row.invited_by_name,
            expires_at: row.expires_at,
        })
    });
    invitations.collect()
}

/// Adds an invitation; false when there is one already (the form was sent twice).
pub async fn add(
    tx: &mut WriteTx,
    permit: &Permit<ManagePeople>,
    new: &NewInvitation<'_>,
) -> Result<bool> {
    let now = tx.now();
    let done = sqlx::query!(
        "insert into invitations (id, organisation_id, organisation_name, email, role, token_hash,
                                  invited_by, invited_by_name, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing",
        new.id.0,
        permit.organisation().0,
        new.organisation_name,
        new.email.as_str(),
        new.role.as_str(),
        new.token.as_bytes(),
        permit.user().0,
        new.invited_by_name,
        now,
        new.expires_at,
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Cancels one open invitation.
pub async fn cancel(
    tx: &mut WriteTx,
    permit: &Permit<ManagePeople>,
    id: InvitationId,
) -> Result<()> {
    let now = tx.now();
    let done = sqlx::query!(
        "update invitations set cancelled_at = $3
         where organisation_id = $1 and id = $2 and accepted_at is null and cancelled_at is null",
        permit.organisation().0,
        id.0,
        now,
    )
    .execute(tx.connection())
    .await?;
    one_row(done.rows_affected())
}

/// Cancels the open invitation to an address, if there is one, because another takes its place.
pub async fn cancel_to(
    tx: &mut WriteTx,
    permit: &Permit<ManagePeople>,
    email: &EmailAddress,
) -> Result<()> {
    let now = tx.now();
    sqlx::query!(
        "update invitations set cancelled_at = $3
         where organisation_id = $1 and lower(email) = lower($2)
           and accepted_at is null and cancelled_at is null",
        permit.organisation().0,
        email.as_str(),
        now,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Cancels every open invitation that a person sent, because they leave.
pub async fn cancel_from(
    tx: &mut WriteTx,
    permit: &Permit<ManagePeople>,
    user: UserId,
) -> Result<()> {
    let now = tx.now();
    sqlx::query!(
        "update invitations set cancelled_at = $3
         where organisation_id = $1 and invited_by = $2
           and accepted_at is null and cancelled_at is null",
        permit.organisation().0,
        user.0,
        now,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Makes the acting person a member, when the invitation is open and to their
/// address; answers the organisation, or nothing when the invitation can't be used.
pub async fn accept(tx: &mut WriteTx, id: InvitationId) -> Result<Option<OrganisationId>> {
    let row = sqlx::query!("select access.accept_invitation($1) as organisation", id.0)
        .fetch_one(tx.connection())
        .await?;
    Ok(row.organisation.map(OrganisationId))
}
