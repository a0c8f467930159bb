//! What only the owner of the schema may do with accounts: the command line and the demonstration.

use crate::{Result, StoreError};
use audit::{By, Event, Kind};
use domain::credential::Credential;
use domain::email::EmailAddress;
use domain::id::UserId;
use domain::role::TeamRole;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection, PgConnection};
use std::str::FromStr;

/// A member of the PSN team to be.
#[derive(Debug)]
pub struct NewStaff<'a> {
    /// The address they sign in with.
    pub email: &'a EmailAddress,
    /// The full name.
    pub name: &'a str,
    /// What they may do.
    pub role: TeamRole,
}

/// A person of the demonstration.
pub struct NewPerson<'a> {
    /// The address they sign in with.
    pub email: &'a EmailAddress,
    /// The full name.
    pub name: &'a str,
    /// The hash of the password (`service::passwords::Hasher::hash`).
    pub password_hash: &'a str,
    /// The role in the PSN team, if any.
    pub team_role: Option<TeamRole>,
}

/// A connection as the owner of the schema, for the command line and the demonstration.
#[derive(Debug)]
pub struct Owner(PgConnection);

impl Owner {
    /// Connects; `url` must name the owner's user.
    pub async fn connect(url: &str) -> Result<Self> {
        let options = PgConnectOptions::from_str(url)?.disable_statement_logging();
        Ok(Self(options.connect().await?))
    }

    /// Makes a member of the PSN team without a password, and the link `token`, which works for
    /// `hours`, to set one. An address that has an account breaks the constraint `users_email`.
    pub async fn add_staff(
        &mut self,
        staff: &NewStaff<'_>,
        token: Credential,
        hours: i32,
    ) -> Result<UserId> {
        let id = UserId::new();
        let mut tx = self.0.begin().await?;
        sqlx::query("select access.add_staff($1, $2, $3, $4, $5, $6)")
            .bind(id.0)
            .bind(staff.email.as_str())
            .bind(staff.name)
            .bind(staff.role.as_str())
            .bind(token.as_bytes())
            .bind(hours)
            .execute(&mut *tx)
            .await?;
        let event = Event::new(Kind::StaffAdded)
            .with("user", id)
            .with("role", staff.role);
        record(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Makes a person with a known password. The database refuses it outside of the demonstration.
    pub async fn add_demonstration_user(&mut self, person: &NewPerson<'_>) -> Result<UserId> {
        let id = UserId::new();
        let mut tx = self.0.begin().await?;
        sqlx::query("select access.add_demonstration_user($1, $2, $3, $4, $5)")
            .bind(id.0)
            .bind(person.email.as_str())
            .bind(person.name)
            .bind(person.password_hash)
            .bind(person.team_role.map(TeamRole::as_str))
            .execute(&mut *tx)
            .await?;
        let event = Event::new(Kind::AccountCreated).with("user", id);
        record(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Ends the connection.
    pub async fn close(self) -> Result<()> {
        self.0.close().await.map_err(StoreError::from)
    }
}

async fn record(connection: &mut PgConnection, event: &Event) -> Result<()> {
    sqlx::query("insert into audit_events (at, kind, by, event) values (access.now(), $1, $2, $3)")
        .bind(event.kind.as_str())
        .bind(By::Service.to_string())
        .bind(event.canonical(By::Service))
        .execute(connection)
        .await?;
    Ok(())
}
