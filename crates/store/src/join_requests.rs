//! Requests to join the organisation of colleagues.

use crate::error::named;
use crate::{ReadTx, Result, StoreError, WriteTx};
use domain::id::{JoinRequestId, OrganisationId, UserId};
use domain::join_request::JoinRequestState;
use domain::role::OrganisationRole;
use policy::Permit;
use policy::organisation::HandleJoinRequests;
use time::OffsetDateTime;
use uuid::Uuid;

/// A request to join.
#[derive(Debug, Clone)]
pub struct JoinRequest {
    /// The request.
    pub id: JoinRequestId,
    /// Which organisation.
    pub organisation: OrganisationId,
    /// Its name when they asked.
    pub organisation_name: String,
    /// Who asks.
    pub user: UserId,
    /// Their name when they asked.
    pub user_name: String,
    /// Their confirmed address when they asked.
    pub email: String,
    /// What they say to the administrators; may be empty.
    pub message: String,
    /// When they asked.
    pub asked_at: OffsetDateTime,
    /// What became of it.
    pub state: JoinRequestState,
    /// When it was decided, and who did.
    pub handled: Option<(OffsetDateTime, String)>,
}

/// What came of asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The administrators have it.
    New,
    /// They have one already.
    Before,
    /// They refused less than 30 days ago.
    RefusedLately,
    /// Too many requests of the person are open.
    TooMany,
    /// The organisation is not one that this person may know of.
    Hidden,
}

struct Row {
    id: Uuid,
    organisation_id: Uuid,
    organisation_name: String,
    user_id: Uuid,
    user_name: String,
    email: String,
    message: String,
    asked_at: OffsetDateTime,
    state: String,
    handled_at: Option<OffsetDateTime>,
    handled_by_name: Option<String>,
}

impl TryFrom<Row> for JoinRequest {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: JoinRequestId(row.id),
            organisation: OrganisationId(row.organisation_id),
            organisation_name: row.organisation_name,
            user: UserId(row.user_id),
            user_name: row.user_name,
            email: row.email,
            message: row.message,
            asked_at: row.asked_at,
            state: named(
                "join_requests",
                "state",
                JoinRequestState::parse(&row.state),
            )?,
            handled: row.handled_at.zip(row.handled_by_name),
        })
    }
}

/// The name of organisations in which somebody has an address of the acting person's own
/// domain, public mail services left out. At most 10.
pub async fn list_organisations_like_mine(
    tx: &mut ReadTx,
) -> Result<Vec<(OrganisationId, String)>> {
    let rows = sqlx::query!(
        r#"select id as "id!", name as "name!" from access.organisations_like_mine()"#
    )
    .fetch_all(tx.connection())
    .await?;
    let found = rows
        .into_iter()
        .map(|row| (OrganisationId(row.id), row.name));
    Ok(found.collect())
}

/// The acting person's own requests, newest first, at most 20.
pub async fn list_mine(tx: &mut ReadTx, user: UserId) -> Result<Vec<JoinRequest>> {
    let rows = sqlx::query_as!(
        Row,
        "select id, organisation_id, organisation_name, user_id, user_name, email, message, asked_at,
                state, handled_at, handled_by_name
         from join_requests where user_id = $1 order by asked_at desc limit 20",
        user.0,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter().map(JoinRequest::try_from).collect()
}

/// The organisation's requests that wait, oldest first, up to `limit`.
pub async fn list_open(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    limit: i64,
) -> Result<Vec<JoinRequest>> {
    let rows = sqlx::query_as!(
        Row,
        "select id, organisation_id, organisation_name, user_id, user_name, email, message, asked_at,
                state, handled_at, handled_by_name
         from join_requests where organisation_id = $1 and state = 'asked' order by asked_at, id limit $2",
        organisation.0,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter().map(JoinRequest::try_from).collect()
}

/// One of the organisation's requests.
pub async fn find(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    id: JoinRequestId,
) -> Result<Option<JoinRequest>> {
    let row = sqlx::query_as!(
        Row,
        "select id, organisation_id, organisation_name, user_id, user_name, email, message, asked_at,
                state, handled_at, handled_by_name
         from join_requests where organisation_id = $1 and id = $2",
        organisation.0,
        id.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(JoinRequest::try_from).transpose()
}

/// Asks the administrators of an organisation. The database decides whether the acting
/// person may know of it.
pub async fn ask(
    tx: &mut WriteTx,
    id: JoinRequestId,
    organisation: OrganisationId,
    message: &str,
) -> Result<Asked> {
    let outcome = sqlx::query_scalar!(
        r#"select access.ask_to_join($1, $2, $3) as "outcome!""#,
        id.0,
        organisation.0,
        message,
    )
    .fetch_one(tx.connection())
    .await?;
    let asked = match outcome.as_str() {
        "asked" => Some(Asked::New),
        "before" => Some(Asked::Before),
        "refused" => Some(Asked::RefusedLately),
        "too_many" => Some(Asked::TooMany),
        "hidden" => Some(Asked::Hidden),
        _ => None,
    };
    named("join_requests", "outcome", asked)
}

/// Lets the person in with this role, or refuses without one. False when it was handled already.
pub async fn handle(
    tx: &mut WriteTx,
    _: &Permit<HandleJoinRequests>,
    id: JoinRequestId,
    role: Option<OrganisationRole>,
) -> Result<bool> {
    let outcome = match role {
        Some(_) => JoinRequestState::Approved,
        None => JoinRequestState::Refused,
    };
    let is_handled = sqlx::query_scalar!(
        r#"select access.handle_join_request($1, $2, $3) as "is_handled!""#,
        id.0,
        outcome.as_str(),
        role.map(OrganisationRole::as_str),
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(is_handled)
}
