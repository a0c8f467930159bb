//! What one request asks of the database, counted by PostgreSQL itself and not by the clock.

use crate::Result;
use crate::databases::{Database, Databases};
use crate::load::Client as _;
use crate::visitors::Visitor;
use cluster::SUPERUSER;
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};
use std::time::Duration;

/// How many requests are counted.
const REQUESTS: u32 = 40;

/// For one request, on average.
#[derive(Debug, Clone, Copy)]
pub struct Counts {
    /// Statements, with those that begin and end transactions and that clean connections; none
    /// when this PostgreSQL has no `pg_stat_statements`.
    pub statements: Option<f64>,
    /// Pages of 8 kB that were looked at.
    pub buffers: f64,
}

/// Lets a visitor ask some times, one after the other.
pub async fn count(
    databases: &Databases,
    database: &Database,
    visitor: &mut Visitor,
) -> Result<Counts> {
    for _ in 0..3 {
        visitor.ask().await?;
    }
    let mut connection = databases.connect(SUPERUSER).await?;
    let has_statements = track(&mut connection, "top").await.is_ok();
    let before = totals(&mut connection, database, has_statements).await?;
    for _ in 0..REQUESTS {
        visitor.ask().await?;
    }
    if !has_statements {
        // Sessions report to the statistics within a second.
        tokio::time::sleep(Duration::from_millis(1500)).await;
    }
    let after = totals(&mut connection, database, has_statements).await?;
    if has_statements {
        track(&mut connection, "none").await?;
    }
    connection.close().await?;
    let each = |after: i64, before: i64| (after - before) as f64 / f64::from(REQUESTS);
    Ok(Counts {
        statements: has_statements.then(|| each(after.0, before.0)),
        buffers: each(after.1, before.1),
    })
}

/// Switches counting on or off, and waits until every session knows.
async fn track(connection: &mut PgConnection, which: &str) -> Result<()> {
    // No loaded library is an error here.
    connection
        .execute("select * from pg_stat_statements limit 0")
        .await?;
    let statement = format!("alter system set pg_stat_statements.track = '{which}'");
    connection.execute(AssertSqlSafe(statement)).await?;
    connection.execute("select pg_reload_conf()").await?;
    tokio::time::sleep(Duration::from_millis(300)).await;
    Ok(())
}

/// Statements and buffers of this database so far.
async fn totals(
    connection: &mut PgConnection,
    database: &Database,
    has_statements: bool,
) -> Result<(i64, i64)> {
    let query = if has_statements {
        "select coalesce(sum(s.calls), 0)::bigint, coalesce(sum(s.shared_blks_hit + s.shared_blks_read), 0)::bigint
         from pg_stat_statements s join pg_database d on d.oid = s.dbid where d.datname = $1"
    } else {
        "select 0::bigint, blks_hit + blks_read from pg_stat_database where datname = $1"
    };
    Ok(sqlx::query_as(query)
        .bind(&database.name)
        .fetch_one(connection)
        .await?)
}
