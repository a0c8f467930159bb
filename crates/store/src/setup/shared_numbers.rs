//! Organisations of earlier releases that have the same number in the same register, spelled differently.
//!
//! Since migration 20261216100000 a number is held once however it is spelled. That migration can't say
//! which organisations stand in its way, so they are looked for before anything is changed.

use super::SetUpError;
use sqlx::{Connection, PgConnection};
use std::fmt;

/// The migration that holds each number once.
const HOLDS_EACH_ONCE: i64 = 20_261_216_100_000;

/// Organisations with the same number, in words: one line for each number.
#[derive(Debug)]
pub struct SharedNumbers(Vec<String>);

impl std::error::Error for SharedNumbers {}

impl fmt::Display for SharedNumbers {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            to,
            "organisations have the same registration number, and from this version on each number is there once: {}. Nothing was changed. docs/running.md says how to go on",
            self.0.join("; ")
        )
    }
}

/// Refuses a database in which organisations share a number that the schema will hold once. As the
/// owner; nothing to refuse is in a database that is empty, or has been through that migration.
pub async fn refuse(connection: &mut PgConnection) -> Result<(), SetUpError> {
    let is_there = "select to_regclass('public.organisations') is not null and not exists (
                        select from _sqlx_migrations where version = $1 and success)";
    let has_migrations: bool =
        sqlx::query_scalar("select to_regclass('public._sqlx_migrations') is not null")
            .fetch_one(&mut *connection)
            .await?;
    if !has_migrations {
        return Ok(());
    }
    let is_before: bool = sqlx::query_scalar(is_there)
        .bind(HOLDS_EACH_ONCE)
        .fetch_one(&mut *connection)
        .await?;
    if !is_before {
        return Ok(());
    }
    let shared = list(connection).await?;
    if shared.is_empty() {
        Ok(())
    } else {
        Err(SharedNumbers(shared).into())
    }
}

/// The same comparison as the migration's `access.number_key`. Organisations are seen by
/// `psn_resolver` alone, whose role their owner can take.
async fn list(connection: &mut PgConnection) -> Result<Vec<String>, SetUpError> {
    let mut transaction = connection.begin().await?;
    sqlx::query("set local role psn_resolver")
        .execute(&mut *transaction)
        .await?;
    let shared = sqlx::query_scalar(
        "select string_agg(format('%s (id %s, number %s in %s, set up on %s)', name, id, registration_number, register,
                                  (created_at at time zone 'Europe/London')::date), ' and ' order by created_at, id)
         from (select *, upper(regexp_replace(register, '[[:space:]‐‑–-]', '', 'g')) || ' '
                         || upper(regexp_replace(registration_number, '[[:space:]‐‑–-]', '', 'g')) as key
               from organisations
               where register <> 'public_body' and registration_number is not null) numbered
         group by key having count(*) > 1 order by key",
    )
    .fetch_all(&mut *transaction)
    .await?;
    transaction.rollback().await?;
    Ok(shared)
}
