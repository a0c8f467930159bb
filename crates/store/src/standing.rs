//! How pooled connections stand while nobody uses them, so that a test can see that
//! no request leaves anything behind (docs/adr/0004).

use crate::{Result, Store};
use domain::credential::Credential;
use sqlx::{PgConnection, PgPool, Row};

/// How a connection of a pool stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The role whose rights it has.
    pub role: String,
    /// The credential in whose sight it is; empty for nobody's.
    pub credential: String,
    /// True when a transaction is open.
    pub is_in_transaction: bool,
}

impl Store {
    /// How the next connection of each pool stands: what the next request would find.
    pub async fn next_standings(&self) -> Result<Vec<Standing>> {
        let mut standings = Vec::new();
        for pool in [self.hot(), self.transactions()] {
            standings.extend(standings_of(pool, 1).await?);
        }
        Ok(standings)
    }

    /// How every connection of both pools stands. Waits until all are free.
    pub async fn standings(&self) -> Result<Vec<Standing>> {
        let mut standings = Vec::new();
        for pool in [self.hot(), self.transactions()] {
            let all = pool.options().get_max_connections();
            standings.extend(standings_of(pool, all).await?);
        }
        Ok(standings)
    }
}

impl Store {
    /// Takes a connection for transactions and lets go of it in the sight of this credential and
    /// with a transaction open, as nothing of the service may: so that a test can see that the
    /// pool puts it right before anybody else gets it.
    pub async fn leave_open(&self, credential: Credential) -> Result<()> {
        let mut connection = self.transactions().acquire().await?;
        sqlx::query("select set_config('app.credential', $1, false)")
            .bind(credential.as_hex())
            .execute(&mut *connection)
            .await?;
        sqlx::raw_sql("begin").execute(&mut *connection).await?;
        Ok(())
    }
}

/// How so many connections of the pool stand.
async fn standings_of(pool: &PgPool, count: u32) -> Result<Vec<Standing>> {
    let mut connections = Vec::new();
    for _ in 0..count {
        connections.push(pool.acquire().await?);
    }
    let mut standings = Vec::new();
    for connection in &mut connections {
        standings.push(standing_of(connection).await?);
    }
    Ok(standings)
}

/// One simple statement: outside of a transaction it begins its own, at this moment.
async fn standing_of(connection: &mut PgConnection) -> Result<Standing> {
    let row = sqlx::raw_sql(
        "select current_user::text, coalesce(current_setting('app.credential', true), ''),
                now() <> statement_timestamp()",
    )
    .fetch_one(connection)
    .await?;
    Ok(Standing {
        role: row.try_get(0)?,
        credential: row.try_get(1)?,
        is_in_transaction: row.try_get(2)?,
    })
}
