//! Browser sessions: kept by the digest of their token, never by the token.

use crate::{Gate, ReadTx, Result, Store, StoreError, WriteTx, error::named};
use async_trait::async_trait;
use domain::assurance::Assurance;
use domain::credential::Credential;
use domain::id::{OrganisationId, UserId};
use domain::role::{OrganisationRole, TeamRole};
use policy::{Actor, Membership};
use serde::Deserialize;
use time::OffsetDateTime;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store;
use uuid::Uuid;

/// The digest by which the database knows the session of this token.
pub fn credential_of(id: Id) -> Credential {
    Credential::of(id.to_string().as_bytes())
}

#[derive(Deserialize)]
struct Place {
    organisation: Uuid,
    organisation_name: String,
    role: String,
}

#[derive(Deserialize)]
struct SessionPart {
    assurance: i16,
    is_confirmed: Option<bool>,
    lacks_second_factor: bool,
}

/// The signed-in person as the database gives them, whatever else it gives beside.
pub(crate) struct PersonRow {
    pub user_id: Uuid,
    pub name: String,
    pub email: String,
    pub team_role: Option<String>,
    pub memberships: serde_json::Value,
    pub session: serde_json::Value,
}

impl PersonRow {
    /// Reads the person, who presented this credential.
    pub(crate) fn into_actor(self, credential: Credential) -> Result<Actor> {
        let session: SessionPart = read("sessions", "assurance", self.session)?;
        let role = self.team_role.as_deref().map(TeamRole::parse);
        let assurance = Assurance::of_level(session.assurance);
        Ok(Actor {
            user: UserId(self.user_id),
            name: self.name,
            email: self.email,
            credential,
            memberships: memberships(self.memberships)?,
            team_role: role
                .map(|role| named("users", "team_role", role))
                .transpose()?,
            assurance: named("sessions", "assurance", assurance)?,
            is_confirmed: session.is_confirmed.unwrap_or(false),
            lacks_second_factor: session.lacks_second_factor,
        })
    }
}

fn read<T: serde::de::DeserializeOwned>(
    table: &'static str,
    column: &'static str,
    value: serde_json::Value,
) -> Result<T> {
    serde_json::from_value(value).map_err(|_| StoreError::Corrupt { table, column })
}

fn memberships(value: serde_json::Value) -> Result<Vec<Membership>> {
    let places: Vec<Place> = read("memberships", "role", value)?;
    places
        .into_iter()
        .map(|place| {
            Ok(Membership {
                organisation: OrganisationId(place.organisation),
                organisation_name: place.organisation_name,
                role: named("memberships", "role", OrganisationRole::parse(&place.role))?,
            })
        })
        .collect()
}

/// What is known of the browser that a session is begun from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Device {
    /// Browser and system in words, such as "Firefox on Windows"; at most 100 characters.
    pub name: String,
    /// The network of its address, such as "203.0.113.*"; at most 60 characters.
    pub network: String,
    /// The digest of its long-lived cookie, if it has one.
    pub known_by: Option<Vec<u8>>,
}

/// What a session is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Whose.
    pub user: UserId,
    /// How the person proved who they are.
    pub assurance: Assurance,
    /// When it began, if it goes on with an earlier one; now otherwise.
    pub began_at: Option<OffsetDateTime>,
    /// The browser.
    pub device: Device,
    /// When the password was set that the person showed; none when they showed none.
    pub password_seen: Option<OffsetDateTime>,
}

/// What the presented session is. The transaction must be the gate's.
pub async fn find(tx: &mut ReadTx, session: Credential) -> Result<Option<Facts>> {
    let row = sqlx::query!(
        r#"select user_id as "user_id!", assurance as "assurance!", began_at as "began_at!",
                  device as "device!", network as "network!", device_hash, password_seen
           from access.session_facts($1)"#,
        session.as_bytes(),
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(|row| {
        let assurance = Assurance::of_level(row.assurance);
        Ok(Facts {
            user: UserId(row.user_id),
            assurance: named("sessions", "assurance", assurance)?,
            began_at: Some(row.began_at),
            device: Device {
                name: row.device,
                network: row.network,
                known_by: row.device_hash,
            },
            password_seen: row.password_seen,
        })
    })
    .transpose()
}

/// Makes a session that is nobody's yet the person's. The transaction must be the gate's.
///
/// # Errors
/// [`StoreError::Stale`] when there is no such session, or it is somebody's.
pub async fn begin(tx: &mut WriteTx, session: Credential, facts: &Facts) -> Result<()> {
    let row = sqlx::query!(
        r#"select access.session_begin($1, $2, $3, $4, $5, $6, $7, $8) as "is_begun!""#,
        session.as_bytes(),
        facts.user.0,
        facts.assurance.level(),
        facts.device.name,
        facts.device.network,
        facts.began_at,
        facts.device.known_by,
        facts.password_seen,
    )
    .fetch_one(tx.connection())
    .await?;
    if row.is_begun {
        Ok(())
    } else {
        Err(StoreError::Stale)
    }
}

/// Ends every other session of the acting person. The transaction must be the gate's.
pub async fn end_others(tx: &mut WriteTx) -> Result<()> {
    sqlx::query("select access.end_sessions()")
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// One of a person's sessions, as they see it.
#[derive(Debug, Clone)]
pub struct Listed {
    /// By which it is ended.
    pub id: Uuid,
    /// The browser.
    pub device: String,
    /// The network that it was begun from.
    pub network: String,
    /// When it began.
    pub began_at: OffsetDateTime,
    /// When it was last used, to the minute.
    pub last_seen_at: OffsetDateTime,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

/// The live sessions of the acting person, this one first, at most 50. The transaction must be the
/// gate's.
pub async fn list(tx: &mut ReadTx) -> Result<Vec<Listed>> {
    let rows = sqlx::query_as!(
        Listed,
        r#"select id as "id!", device as "device!", network as "network!", began_at as "began_at!",
                  last_seen_at as "last_seen_at!", is_this as "is_this!"
           from access.my_sessions()"#,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows)
}

/// Ends another session of the acting person; false when there is none such. The transaction must
/// be the gate's.
pub async fn end_one(tx: &mut WriteTx, id: Uuid) -> Result<bool> {
    let row = sqlx::query!(r#"select access.end_session($1) as "was_ended!""#, id)
        .fetch_one(tx.connection())
        .await?;
    Ok(row.was_ended)
}

impl Store {
    /// The person signed in with this credential, if the session lives. Starts
    /// the session's idle time anew. One statement.
    pub async fn actor(&self, credential: Credential) -> Result<Option<Actor>> {
        let row = sqlx::query_as!(
            PersonRow,
            r#"select user_id as "user_id!", name as "name!", email as "email!", team_role,
                      memberships as "memberships!", session as "session!"
               from page.actor($1)"#,
            credential.as_hex(),
        )
        .fetch_optional(self.hot())
        .await?;
        row.map(|row| row.into_actor(credential)).transpose()
    }
}

/// Keeps sessions in PostgreSQL for the web's session layer.
#[derive(Debug, Clone)]
pub struct SessionStore(pub Gate);

fn backend(error: sqlx::Error) -> session_store::Error {
    session_store::Error::Backend(error.to_string())
}

impl SessionStore {
    async fn keep(&self, statement: &'static str, record: &Record) -> session_store::Result<()> {
        let data = serde_json::to_value(&record.data)
            .map_err(|error| session_store::Error::Encode(error.to_string()))?;
        sqlx::query(statement)
            .bind(credential_of(record.id).as_bytes())
            .bind(data)
            .execute(self.0.hot())
            .await
            .map_err(backend)?;
        Ok(())
    }
}

#[async_trait]
impl session_store::SessionStore for SessionStore {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        self.keep("select access.session_create($1, $2)", record)
            .await
    }

    /// A session that was ended meanwhile (another device changed the password) stays ended.
    async fn save(&self, record: &Record) -> session_store::Result<()> {
        self.keep("select access.session_save($1, $2)", record)
            .await
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        let credential = credential_of(*id);
        let row = sqlx::query!(
            r#"select data as "data!", expires_at as "expires_at!" from access.session_load($1)"#,
            credential.as_bytes(),
        )
        .fetch_optional(self.0.hot())
        .await
        .map_err(backend)?;
        row.map(|row| {
            Ok(Record {
                id: *id,
                data: serde_json::from_value(row.data)
                    .map_err(|error| session_store::Error::Decode(error.to_string()))?,
                expiry_date: row.expires_at,
            })
        })
        .transpose()
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        sqlx::query("select access.session_delete($1)")
            .bind(credential_of(*id).as_bytes())
            .execute(self.0.hot())
            .await
            .map_err(backend)?;
        Ok(())
    }
}
