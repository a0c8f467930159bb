//! Organisations: setting one up, reading it. Its people are in [`people`].

pub mod people;

use crate::error::{named, one_row};
use crate::{ReadTx, Result, WriteTx};
use domain::id::{OrganisationId, RequestKey, UserId};
use domain::organisation::OrganisationKind;
use policy::Permit;
use policy::organisation::{ChangeOrganisation, ManagePeople};

/// An organisation as its members see it.
#[derive(Debug)]
pub struct Organisation {
    /// The organisation.
    pub id: OrganisationId,
    /// Its legal name.
    pub name: String,
    /// Its kind.
    pub kind: OrganisationKind,
    /// Which register the number is from; none without a number.
    pub register: Option<String>,
    /// The number in that register.
    pub registration_number: Option<String>,
    /// The postal address, one line per line.
    pub address: String,
    /// Whether its people must have a second factor.
    pub requires_second_factor: bool,
}

/// An organisation to be set up.
#[derive(Debug)]
pub struct NewOrganisation<'a> {
    /// The organisation.
    pub id: OrganisationId,
    /// Its legal name.
    pub name: &'a str,
    /// Its kind.
    pub kind: OrganisationKind,
    /// Register and number in it.
    pub registration: Option<(&'a str, &'a str)>,
    /// The postal address, one line per line.
    pub address: &'a str,
    /// The answers of the pages that set it up.
    pub details: &'a serde_json::Value,
    /// Key of the form, so that sending it twice makes one organisation.
    pub request_key: RequestKey,
}

/// What came of adding an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// It is new.
    New,
    /// The same form made it before.
    Before(OrganisationId),
    /// Another organisation has this number in this register.
    NumberTaken,
}

/// The organisation, if the acting person may see it.
pub async fn find(tx: &mut ReadTx, id: OrganisationId) -> Result<Option<Organisation>> {
    let row = sqlx::query!(
        "select id, name, kind, register, registration_number, address, requires_second_factor
         from organisations where id = $1",
        id.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(|row| {
        Ok(Organisation {
            id: OrganisationId(row.id),
            name: row.name,
            kind: named("organisations", "kind", OrganisationKind::parse(&row.kind))?,
            register: row.register,
            registration_number: row.registration_number,
            address: row.address,
            requires_second_factor: row.requires_second_factor,
        })
    })
    .transpose()
}

/// The organisation that the form with this key made, if the acting person belongs to it.
pub async fn find_by_request_key(
    tx: &mut ReadTx,
    key: RequestKey,
) -> Result<Option<OrganisationId>> {
    let row = sqlx::query!("select id from organisations where request_key = $1", key.0)
        .fetch_optional(tx.connection())
        .await?;
    Ok(row.map(|row| OrganisationId(row.id)))
}

/// Says whether the organisation requires a second factor of its people.
pub async fn require_second_factor(
    tx: &mut WriteTx,
    permit: &Permit<ManagePeople>,
    is_required: bool,
) -> Result<()> {
    let done = sqlx::query!(
        "update organisations set requires_second_factor = $2 where id = $1",
        permit.organisation().0,
        is_required,
    )
    .execute(tx.connection())
    .await?;
    one_row(done.rows_affected())
}

/// What is to be changed of an organisation.
#[derive(Debug)]
pub struct Changed<'a> {
    /// Its legal name from now on.
    pub name: &'a str,
    /// Its postal address from now on, one line per line.
    pub address: &'a str,
    /// The page that asked for it, whose answers fill in later applications, and its answers.
    pub page: (&'a str, &'a serde_json::Value),
}

/// Changes name and address; one that may not be changed is `Stale`.
pub async fn change(
    tx: &mut WriteTx,
    permit: &Permit<ChangeOrganisation>,
    changed: &Changed<'_>,
) -> Result<()> {
    let (page, answers) = changed.page;
    let is_changed = sqlx::query_scalar!(
        r#"select access.change_organisation($1, $2, $3, $4, $5) as "is_changed!""#,
        permit.organisation().0,
        changed.name,
        changed.address,
        page,
        answers,
    )
    .fetch_one(tx.connection())
    .await?;
    one_row(u64::from(is_changed))
}

/// The answers of the pages that set up an organisation, by page and field, as they fill in its next
/// application; nothing when the acting person may not see it.
pub async fn find_details(
    tx: &mut ReadTx,
    id: OrganisationId,
) -> Result<Option<serde_json::Value>> {
    let row = sqlx::query!("select details from organisations where id = $1", id.0)
        .fetch_optional(tx.connection())
        .await?;
    Ok(row.map(|row| row.details))
}

/// Whether the team has an application of the organisation before it, or it has a live certificate.
pub async fn is_known_to_team(tx: &mut ReadTx, id: OrganisationId) -> Result<bool> {
    let is_known =
        sqlx::query_scalar!(r#"select access.is_known_to_team($1) as "is_known!""#, id.0)
            .fetch_one(tx.connection())
            .await?;
    Ok(is_known)
}

/// Whether another organisation has this number in this register.
pub async fn is_number_taken(tx: &mut ReadTx, register: &str, number: &str) -> Result<bool> {
    let row = sqlx::query!(
        r#"select access.number_is_taken($1, $2) as "is_taken!""#,
        register,
        number
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(row.is_taken)
}

/// Whether an organisation other than this one has this number in this register, for the team.
pub async fn is_number_of_another(
    tx: &mut ReadTx,
    id: OrganisationId,
    (register, number): (&str, &str),
) -> Result<bool> {
    let is_taken = sqlx::query_scalar!(
        r#"select exists (select from organisations where id <> $1
               and access.number_key(register, registration_number) = access.number_key($2, $3)) as "is_taken!""#,
        id.0,
        register,
        number,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(is_taken)
}

/// Adds an organisation and makes `first` its administrator.
pub async fn add(tx: &mut WriteTx, new: &NewOrganisation<'_>, first: UserId) -> Result<Added> {
    let now = tx.now();
    let done = sqlx::query!(
        "insert into organisations (id, name, kind, register, registration_number, address, details,
                                    created_at, request_key)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing",
        new.id.0,
        new.name,
        new.kind.as_str(),
        new.registration.map(|(register, _)| register),
        new.registration.map(|(_, number)| number),
        new.address,
        new.details,
        now,
        new.request_key.0,
    )
    .execute(tx.connection())
    .await?;
    if done.rows_affected() == 0 {
        let before = find_by_request_key(tx, new.request_key).await?;
        return Ok(before.map_or(Added::NumberTaken, Added::Before));
    }
    sqlx::query!(
        "insert into memberships (organisation_id, user_id, role, created_at)
         values ($1, $2, 'administrator', $3)",
        new.id.0,
        first.0,
        now,
    )
    .execute(tx.connection())
    .await?;
    Ok(Added::New)
}
