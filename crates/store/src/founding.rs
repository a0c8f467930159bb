//! What a demonstration begins with: people, organisations and infrastructure, written
//! by the owner of the database into one that may move its clock, and nowhere else. And
//! how far the filling has come, so that one that was broken off is noticed.

use crate::setup::{SetUpError, connect};
use domain::email::EmailAddress;
use domain::id::{InfrastructureId, OrganisationId, UserId};
use domain::organisation::OrganisationKind;
use domain::reference::ApplicationReference;
use domain::role::{OrganisationRole, TeamRole};
use sqlx::postgres::PgConnection;
use sqlx::{Connection as _, Executor as _};
use time::Date;

/// A person with a password.
#[derive(Debug)]
pub struct Person {
    /// Identifier.
    pub id: UserId,
    /// The address, which is the user name.
    pub email: EmailAddress,
    /// Full name.
    pub name: String,
    /// The password's hash.
    pub password_hash: String,
    /// The tag of the password, and the same sealed; none without a password.
    pub password_tags: Option<(i32, Vec<u8>)>,
    /// The sealed secret of their authenticator app; none without one.
    pub sealed_authenticator: Option<Vec<u8>>,
    /// The role in the PSN team, if they are of it.
    pub team_role: Option<TeamRole>,
    /// The organisation that they belong to, and as what.
    pub place: Option<(OrganisationId, OrganisationRole)>,
}

/// An organisation.
#[derive(Debug)]
pub struct Organisation {
    /// Identifier.
    pub id: OrganisationId,
    /// Legal name.
    pub name: String,
    /// Kind.
    pub kind: OrganisationKind,
    /// Which register its number is from, and the number.
    pub registration: Option<(String, String)>,
    /// Postal address, one line per line.
    pub address: String,
}

/// The organisation of the demonstration that holds the infrastructure of an owner of this name.
fn holder(founding: &Founding, owner_name: &str) -> Option<uuid::Uuid> {
    let mut organisations = founding.organisations.iter();
    let found = organisations.find(|organisation| organisation.name == owner_name);
    found.map(|organisation| organisation.id.0)
}

/// A confirmed entry of the register of PSN-compliant infrastructure.
#[derive(Debug)]
pub struct Infrastructure {
    /// Identifier.
    pub id: InfrastructureId,
    /// Its name.
    pub name: String,
    /// Who owns it.
    pub owner_name: String,
    /// The number of its connection certificate.
    pub certificate_number: String,
    /// The last day of that certificate.
    pub valid_to: Date,
}

/// Everything that a demonstration begins with.
#[derive(Debug)]
pub struct Founding {
    /// Organisations.
    pub organisations: Vec<Organisation>,
    /// People; some belong to those organisations.
    pub people: Vec<Person>,
    /// Infrastructure.
    pub infrastructures: Vec<Infrastructure>,
}

/// How far the filling of a demonstration has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filling {
    /// Nobody is there yet.
    NotBegun,
    /// It was broken off: what is there is of no use.
    BrokenOff,
    /// Everything is there.
    Done,
}

/// How far the filling of this database has come.
pub async fn filling(owner_url: &str) -> Result<Filling, SetUpError> {
    let mut connection = connect(owner_url).await?;
    let (has_people, is_done): (bool, bool) = sqlx::query_as(
        "select exists (select from users), filled_at is not null from service_clock",
    )
    .fetch_one(&mut connection)
    .await?;
    connection.close().await?;
    Ok(match (has_people, is_done) {
        (_, true) => Filling::Done,
        (true, false) => Filling::BrokenOff,
        (false, false) => Filling::NotBegun,
    })
}

/// Notes that the demonstration is filled to the end.
pub async fn finish(owner_url: &str) -> Result<(), SetUpError> {
    let mut connection = connect(owner_url).await?;
    sqlx::query("update service_clock set filled_at = access.now() where demonstration")
        .execute(&mut connection)
        .await?;
    connection.close().await?;
    Ok(())
}

/// Withdraws the certificate of an application from this day on, in a demonstration: there
/// is no use case for it yet, and the register shows what it looks like.
///
/// # Errors
/// What the database says; [`sqlx::Error::RowNotFound`] when there is no such certificate, or
/// outside of demonstrations.
pub async fn withdraw_certificate(
    owner_url: &str,
    application: &ApplicationReference,
    from: Date,
) -> Result<(), SetUpError> {
    let mut connection = connect(owner_url).await?;
    let done = sqlx::query(
        "update certificates c set withdrawn_on = $2 from applications a
         where a.id = c.application_id and a.reference = $1",
    )
    .bind(application.as_str())
    .bind(from)
    .execute(&mut connection)
    .await?;
    connection.close().await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(sqlx::Error::RowNotFound.into())
    }
}

/// Writes everything, or nothing. `before_keeping` runs when all is written and may
/// still call it off, such as when the passwords can't be handed over.
///
/// # Errors
/// What the database says, a refusal outside of demonstrations included; or what
/// `before_keeping` says.
pub async fn found<E: From<SetUpError>>(
    owner_url: &str,
    founding: &Founding,
    before_keeping: impl FnOnce() -> Result<(), E>,
) -> Result<(), E> {
    let database = |error: sqlx::Error| E::from(SetUpError::from(error));
    let mut connection = connect(owner_url).await.map_err(database)?;
    let mut transaction = connection.begin().await.map_err(database)?;
    write(&mut transaction, founding).await.map_err(database)?;
    before_keeping()?;
    transaction.commit().await.map_err(database)
}

async fn write(connection: &mut PgConnection, founding: &Founding) -> Result<(), sqlx::Error> {
    connection
        .execute(
            "do $$ begin
                 if not (select demonstration from service_clock) then
                     raise exception 'only a demonstration is filled like this';
                 end if;
             end $$",
        )
        .await?;
    for organisation in &founding.organisations {
        add_organisation(connection, organisation).await?;
    }
    for person in &founding.people {
        add_person(connection, person).await?;
    }
    for infrastructure in &founding.infrastructures {
        sqlx::query!(
            "insert into infrastructures (id, name, owner_name, certificate_number, valid_to, confirmed_at,
                                          owner_organisation_id)
             values ($1, $2, $3, $4, $5, access.now(), $6)",
            infrastructure.id.0,
            infrastructure.name,
            infrastructure.owner_name,
            infrastructure.certificate_number,
            infrastructure.valid_to,
            holder(founding, &infrastructure.owner_name),
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

async fn add_organisation(
    connection: &mut PgConnection,
    organisation: &Organisation,
) -> Result<(), sqlx::Error> {
    let registration = organisation.registration.as_ref();
    sqlx::query!(
        "insert into organisations (id, name, kind, register, registration_number, address, created_at)
         values ($1, $2, $3, $4, $5, $6, access.now())",
        organisation.id.0,
        organisation.name,
        organisation.kind.as_str(),
        registration.map(|(register, _)| register.as_str()),
        registration.map(|(_, number)| number.as_str()),
        organisation.address,
    )
    .execute(&mut *connection)
    .await?;
    Ok(())
}

async fn add_person(connection: &mut PgConnection, person: &Person) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into users (id, email, name, password_hash, password_changed_at, team_role, created_at, password_tags)
         values ($1, $2, $3, $4, access.now(), $5, access.now(), $6)",
        person.id.0,
        person.email.as_str(),
        person.name,
        person.password_hash,
        person.team_role.map(TeamRole::as_str),
        person.password_tags.as_ref().map(|(_, sealed)| sealed.as_slice()),
    )
    .execute(&mut *connection)
    .await?;
    if let Some((tag, _)) = person.password_tags {
        sqlx::query!("insert into password_tags (tag) values ($1)", tag)
            .execute(&mut *connection)
            .await?;
    }
    if let Some(sealed) = &person.sealed_authenticator {
        sqlx::query!(
            "insert into authenticators (user_id, sealed_secret, created_at)
             values ($1, $2, access.now())",
            person.id.0,
            sealed,
        )
        .execute(&mut *connection)
        .await?;
    }
    if let Some((organisation, role)) = person.place {
        sqlx::query!(
            "insert into memberships (organisation_id, user_id, role, created_at)
             values ($1, $2, $3, access.now())",
            organisation.0,
            person.id.0,
            role.as_str(),
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
