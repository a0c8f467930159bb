//! Setting up a database: roles, the database itself, and its schema.

mod shared_numbers;

use crate::Role;
use shared_numbers::SharedNumbers;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};
use std::str::FromStr;

/// The schema's migrations, embedded.
pub static MIGRATOR: Migrator = sqlx::migrate!("../../migrations");

/// Why a database could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetUpError {
    /// The database refused or could not be reached.
    #[error("the database refused or could not be reached: {0}")]
    Database(#[from] sqlx::Error),
    /// Organisations have the same number, and the schema is to hold each number once: nothing was changed.
    #[error("{0}")]
    SharedNumbers(#[from] SharedNumbers),
    /// The schema is not one that this program knows, or a migration failed.
    #[error("{0}")]
    Migration(#[from] MigrateError),
}

/// Makes the roles and the database, where missing. `superuser_url` leads to
/// the maintenance database of a cluster of our own; an operator does the same by
/// hand (docs/running.md).
pub async fn bootstrap(superuser_url: &str, database: &str) -> Result<(), SetUpError> {
    let mut connection = connect(superuser_url).await?;
    // Two programs may do this at once on the tests' cluster.
    sqlx::query("select pg_advisory_lock(7013)")
        .execute(&mut connection)
        .await?;
    for (role, attributes) in [
        ("psn_resolver", "nologin"),
        ("psn_owner", "login in role psn_resolver"),
        (Role::Pages.name(), "login"),
        (Role::Gate.name(), "login"),
        (Role::Worker.name(), "login"),
    ] {
        let exists: bool =
            sqlx::query_scalar("select exists (select from pg_roles where rolname = $1)")
                .bind(role)
                .fetch_one(&mut connection)
                .await?;
        if !exists {
            let statement = format!("create role {role} {attributes} nosuperuser nobypassrls");
            sqlx::query(AssertSqlSafe(statement))
                .execute(&mut connection)
                .await?;
        }
    }
    let exists: bool =
        sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
            .bind(database)
            .fetch_one(&mut connection)
            .await?;
    if !exists {
        let name = database.replace('"', "");
        let statement = format!("create database \"{name}\" owner psn_owner");
        sqlx::query(AssertSqlSafe(statement))
            .execute(&mut connection)
            .await?;
    }
    connection.close().await?;
    Ok(())
}

/// Brings the schema up to date, as the owner. Refuses a database with migrations
/// that this program does not know, and names the organisations that a migration would stop at.
pub async fn migrate(owner_url: &str) -> Result<(), SetUpError> {
    let mut connection = connect(owner_url).await?;
    shared_numbers::refuse(&mut connection).await?;
    MIGRATOR.run(&mut connection).await?;
    connection.close().await?;
    Ok(())
}

/// Drops a database whose filling was broken off, whoever is connected to it.
/// `superuser_url` as in [`bootstrap`].
pub async fn discard(superuser_url: &str, database: &str) -> Result<(), SetUpError> {
    let mut connection = connect(superuser_url).await?;
    let name = database.replace('"', "");
    let statement = format!("drop database if exists \"{name}\" with (force)");
    sqlx::query(AssertSqlSafe(statement))
        .execute(&mut connection)
        .await?;
    connection.close().await?;
    Ok(())
}

/// Lets the clock of this database be moved: for the demonstration and the tests alone.
pub async fn allow_moving_the_clock(owner_url: &str) -> Result<(), SetUpError> {
    let mut connection = connect(owner_url).await?;
    sqlx::query("update service_clock set demonstration = true")
        .execute(&mut connection)
        .await?;
    connection.close().await?;
    Ok(())
}

pub(crate) async fn connect(url: &str) -> Result<PgConnection, sqlx::Error> {
    PgConnectOptions::from_str(url)?
        .disable_statement_logging()
        .connect()
        .await
}
