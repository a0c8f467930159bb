//! What the team does to the account of somebody outside of it, or to the registration of their
//! organisation.

use crate::error::named;
use crate::{ReadTx, Result, StoreError, WriteTx};
use domain::id::{OrganisationId, SupportActionId, UserId};
use domain::organisation::OrganisationKind;
use domain::support_action::{SupportKind, SupportState};
use policy::TeamPermit;
use policy::team::{DecideSupport, ProposeSupport, ReadSupport};
use time::OffsetDateTime;
use uuid::Uuid;

/// Something that was proposed.
#[derive(Debug, Clone)]
pub struct SupportAction {
    /// The action.
    pub id: SupportActionId,
    /// What shall be done.
    pub kind: SupportKind,
    /// To whose account.
    pub user: UserId,
    /// Their name then.
    pub user_name: String,
    /// Their address then.
    pub user_email: String,
    /// Of which organisation they become an administrator, or whose registration is corrected, with its name
    /// then.
    pub organisation: Option<(OrganisationId, String)>,
    /// Kind and number of the organisation in words, as they were and as they are to be, where they are
    /// corrected.
    pub registration: Option<(String, String)>,
    /// Why.
    pub reason: String,
    /// What became of it.
    pub state: SupportState,
    /// When it was proposed.
    pub proposed_at: OffsetDateTime,
    /// Who proposed it.
    pub proposed_by: UserId,
    /// That person's name then.
    pub proposed_by_name: String,
    /// After this it can't be approved any more.
    pub expires_at: OffsetDateTime,
    /// When it was decided, and by whom.
    pub decided: Option<(OffsetDateTime, String)>,
}

/// Something to be proposed.
#[derive(Debug)]
pub struct NewSupportAction<'a> {
    /// The action; the form that proposes it makes the identifier.
    pub id: SupportActionId,
    /// What shall be done.
    pub kind: SupportKind,
    /// To whose account.
    pub person: &'a Subject,
    /// Of which organisation they become an administrator, or whose registration is corrected.
    pub organisation: Option<(OrganisationId, &'a str)>,
    /// How it is corrected.
    pub registration: Option<NewRegistration<'a>>,
    /// Why.
    pub reason: &'a str,
    /// The name of who proposes it.
    pub proposed_by_name: &'a str,
    /// After this it can't be approved any more.
    pub expires_at: OffsetDateTime,
}

/// Kind, register and number that an organisation is to have.
#[derive(Debug, Clone, Copy)]
pub struct NewRegistration<'a> {
    /// The kind.
    pub kind: OrganisationKind,
    /// Register and number in it.
    pub registration: Option<(&'a str, &'a str)>,
    /// The answers of the pages that ask for them, by page and field.
    pub answers: &'a serde_json::Value,
    /// Kind and number in words, as they are.
    pub before: &'a str,
    /// The same as they are to be.
    pub after: &'a str,
}

/// Whose account it is about.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The account.
    pub user: UserId,
    /// The full name.
    pub name: String,
    /// The address they sign in with.
    pub email: String,
    /// Whether they belong to the team, whose accounts are not for support.
    pub is_of_team: bool,
}

struct Row {
    id: Uuid,
    kind: String,
    user_id: Uuid,
    user_name: String,
    user_email: String,
    organisation_id: Option<Uuid>,
    organisation_name: String,
    reason: String,
    state: String,
    proposed_at: OffsetDateTime,
    proposed_by: Uuid,
    proposed_by_name: String,
    expires_at: OffsetDateTime,
    decided_at: Option<OffsetDateTime>,
    decided_by_name: Option<String>,
    registration_before: String,
    registration_after: String,
}

impl TryFrom<Row> for SupportAction {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let name = row.organisation_name;
        Ok(Self {
            id: SupportActionId(row.id),
            kind: named("support_actions", "kind", SupportKind::parse(&row.kind))?,
            user: UserId(row.user_id),
            user_name: row.user_name,
            user_email: row.user_email,
            organisation: row.organisation_id.map(|id| (OrganisationId(id), name)),
            registration: (!row.registration_after.is_empty())
                .then_some((row.registration_before, row.registration_after)),
            reason: row.reason,
            state: named("support_actions", "state", SupportState::parse(&row.state))?,
            proposed_at: row.proposed_at,
            proposed_by: UserId(row.proposed_by),
            proposed_by_name: row.proposed_by_name,
            expires_at: row.expires_at,
            decided: row.decided_at.zip(row.decided_by_name),
        })
    }
}

/// Up to `limit` actions, those that wait first, then the newest, after the first `skip`.
pub async fn list(
    tx: &mut ReadTx,
    _: &TeamPermit<ReadSupport>,
    skip: i64,
    limit: i64,
) -> Result<Vec<SupportAction>> {
    let rows = sqlx::query_as!(
        Row,
        "select id, kind, user_id, user_name, user_email, organisation_id, organisation_name, reason, state,
                proposed_at, proposed_by, proposed_by_name, expires_at, decided_at, decided_by_name,
                registration_before, registration_after
         from support_actions order by state <> 'proposed', proposed_at desc, id offset $1 limit $2",
        skip,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter().map(SupportAction::try_from).collect()
}

/// One of them.
pub async fn find(
    tx: &mut ReadTx,
    _: &TeamPermit<ReadSupport>,
    id: SupportActionId,
) -> Result<Option<SupportAction>> {
    let row = sqlx::query_as!(
        Row,
        "select id, kind, user_id, user_name, user_email, organisation_id, organisation_name, reason, state,
                proposed_at, proposed_by, proposed_by_name, expires_at, decided_at, decided_by_name,
                registration_before, registration_after
         from support_actions where id = $1",
        id.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(SupportAction::try_from).transpose()
}

/// The account with this address, whatever its case.
pub async fn find_person(
    tx: &mut ReadTx,
    _: &TeamPermit<ProposeSupport>,
    email: &str,
) -> Result<Option<Subject>> {
    let row = sqlx::query!(
        r#"select id, name, email, team_role is not null as "is_of_team!" from users
           where lower(email) = lower($1)"#,
        email,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| Subject {
        user: UserId(row.id),
        name: row.name,
        email: row.email,
        is_of_team: row.is_of_team,
    }))
}

/// Organisations of exactly this name or registration number, whatever their case; at most 2.
pub async fn find_organisations(
    tx: &mut ReadTx,
    _: &TeamPermit<ProposeSupport>,
    name_or_number: &str,
) -> Result<Vec<(OrganisationId, String)>> {
    let rows = sqlx::query!(
        "select id, name from organisations
         where lower(name) = lower($1) or upper(registration_number) = upper($1) order by id limit 2",
        name_or_number,
    )
    .fetch_all(tx.connection())
    .await?;
    let found = rows
        .into_iter()
        .map(|row| (OrganisationId(row.id), row.name));
    Ok(found.collect())
}

/// The organisations that somebody belongs to, at most 50.
pub async fn organisations_of(
    tx: &mut ReadTx,
    user: UserId,
) -> Result<Vec<(OrganisationId, String)>> {
    let rows = sqlx::query!(
        r#"select id as "id!", name as "name!" from access.organisations_of($1)"#,
        user.0,
    )
    .fetch_all(tx.connection())
    .await?;
    let found = rows
        .into_iter()
        .map(|row| (OrganisationId(row.id), row.name));
    Ok(found.collect())
}

/// Proposes; false when the same waits already.
pub async fn propose(
    tx: &mut WriteTx,
    permit: &TeamPermit<ProposeSupport>,
    new: &NewSupportAction<'_>,
) -> Result<bool> {
    let now = tx.now();
    let corrected = new.registration;
    let registration = corrected.and_then(|corrected| corrected.registration);
    let done = sqlx::query!(
        "insert into support_actions (id, kind, user_id, user_name, user_email, organisation_id,
                                      organisation_name, reason, proposed_at, proposed_by, proposed_by_name,
                                      expires_at, organisation_kind, register, registration_number, answers,
                                      registration_before, registration_after)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
         on conflict do nothing",
        new.id.0,
        new.kind.as_str(),
        new.person.user.0,
        new.person.name,
        new.person.email,
        new.organisation.map(|(id, _)| id.0),
        new.organisation.map_or("", |(_, name)| name),
        new.reason,
        now,
        permit.user().0,
        new.proposed_by_name,
        new.expires_at,
        corrected.map(|corrected| corrected.kind.as_str()),
        registration.map(|(register, _)| register),
        registration.map(|(_, number)| number),
        corrected.map(|corrected| corrected.answers),
        corrected.map_or("", |corrected| corrected.before),
        corrected.map_or("", |corrected| corrected.after),
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Approves and does it, refuses or withdraws it; false when it is decided or has run out.
/// The database refuses that whoever proposed it approves or refuses it.
pub async fn decide(
    tx: &mut WriteTx,
    _: &TeamPermit<DecideSupport>,
    id: SupportActionId,
    outcome: SupportState,
) -> Result<bool> {
    let is_decided = sqlx::query_scalar!(
        r#"select access.decide_support_action($1, $2) as "is_decided!""#,
        id.0,
        outcome.as_str(),
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(is_decided)
}
