//! Browser sessions: kept by the digest of their token, never by the token.

use crate::{Result, Store, StoreError, WriteTx, error::named};
use async_trait::async_trait;
use domain::credential::Credential;
use domain::id::{OrganisationId, UserId};
use domain::role::{OrganisationRole, TeamRole};
use policy::{Actor, Membership};
use serde::Deserialize;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store;
use uuid::Uuid;

/// The key of a session's values under which the signed-in person stands.
pub const USER_KEY: &str = "user";

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

/// Reads the places of a person as the database gives them.
pub(crate) fn memberships(value: serde_json::Value) -> Result<Vec<Membership>> {
    let corrupt = StoreError::Corrupt {
        table: "memberships",
        column: "role",
    };
    let places: Vec<Place> = serde_json::from_value(value).map_err(|_| corrupt)?;
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

/// Reads a team role as the database gives it.
pub(crate) fn team_role(value: Option<String>) -> Result<Option<TeamRole>> {
    value
        .map(|role| named("users", "team_role", TeamRole::parse(&role)))
        .transpose()
}

/// Ends every other session of the acting person.
pub async fn end_others(tx: &mut WriteTx) -> Result<()> {
    sqlx::query("select access.end_sessions()")
        .execute(tx.connection())
        .await?;
    Ok(())
}

impl Store {
    /// The person signed in with this credential, if the session lives. Starts
    /// the session's idle time anew. One statement.
    pub async fn actor(&self, credential: Credential) -> Result<Option<Actor>> {
        let row = sqlx::query!(
            r#"select user_id as "user_id!", name as "name!", email as "email!", team_role,
                      memberships as "memberships!"
               from page.actor($1)"#,
            credential.as_hex(),
        )
        .fetch_optional(self.hot())
        .await?;
        row.map(|row| {
            Ok(Actor {
                user: UserId(row.user_id),
                name: row.name,
                email: row.email,
                credential,
                memberships: memberships(row.memberships)?,
                team_role: team_role(row.team_role)?,
            })
        })
        .transpose()
    }
}

/// Keeps sessions in PostgreSQL for the web's session layer.
#[derive(Debug, Clone)]
pub struct SessionStore(pub Store);

fn backend(error: sqlx::Error) -> session_store::Error {
    session_store::Error::Backend(error.to_string())
}

impl SessionStore {
    async fn keep(&self, statement: &'static str, record: &Record) -> session_store::Result<()> {
        let user = record
            .data
            .get(USER_KEY)
            .and_then(serde_json::Value::as_str)
            .and_then(UserId::parse);
        let data = serde_json::to_value(&record.data)
            .map_err(|error| session_store::Error::Encode(error.to_string()))?;
        sqlx::query(statement)
            .bind(credential_of(record.id).as_bytes())
            .bind(user.map(|id| id.0))
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
        self.keep("select access.session_create($1, $2, $3)", record)
            .await
    }

    /// A session that was ended meanwhile (another device changed the password) stays ended.
    async fn save(&self, record: &Record) -> session_store::Result<()> {
        self.keep("select access.session_save($1, $2, $3)", record)
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
