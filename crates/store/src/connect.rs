//! Connections: who the service is to the database, and what is checked of them.

use crate::{Result, StoreError};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, Executor};
use std::str::FromStr;
use std::time::Duration;

/// The database role that a part of the service connects as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Pages.
    Pages,
    /// Signing in, and everything else that has to do with credentials.
    Gate,
    /// Background work.
    Worker,
}

impl Role {
    /// Every role that the program connects as.
    pub const ALL: [Self; 3] = [Self::Pages, Self::Gate, Self::Worker];
}

impl Role {
    /// The role's name in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pages => "psn_app",
            Self::Gate => "psn_gate",
            Self::Worker => "psn_worker",
        }
    }
}

/// How many connections each pool may hold.
#[derive(Debug, Clone, Copy)]
pub struct Pools {
    /// For single statements.
    pub hot: u32,
    /// For transactions.
    pub transactions: u32,
}

impl Default for Pools {
    fn default() -> Self {
        Self {
            hot: 8,
            transactions: 8,
        }
    }
}

/// The way to the database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    hot: PgPool,
    transactions: PgPool,
}

impl Store {
    /// Connects as `role`. `url` must name that role's user.
    ///
    /// # Errors
    /// When the database can't be reached, or the role could see past row-level security.
    pub async fn connect(url: &str, role: Role, pools: Pools) -> Result<Self> {
        let options = PgConnectOptions::from_str(url)?
            .application_name(role.name())
            .options([
                ("statement_timeout", "10s"),
                ("lock_timeout", "4s"),
                ("idle_in_transaction_session_timeout", "20s"),
                ("client_min_messages", "error"),
                // No statement here runs long enough to be worth compiling.
                ("jit", "off"),
            ])
            .disable_statement_logging();
        let pool = |max| {
            PgPoolOptions::new()
                .max_connections(max)
                .acquire_timeout(Duration::from_secs(4))
                .max_lifetime(Duration::from_mins(30))
                // A connection that was in use a moment ago is not asked whether it still lives: that
                // is a round trip more for every statement.
                .test_before_acquire(false)
                .before_acquire(|connection, meta| {
                    Box::pin(async move {
                        if meta.idle_for > Duration::from_secs(1) {
                            connection.ping().await?;
                        }
                        Ok(true)
                    })
                })
        };
        // Planning a page's statement takes longer than running it, and its plan never depends on
        // which application or whose it is (docs/adr/0024). Functions for which it does say so themselves.
        let planned_once = options
            .clone()
            .options([("plan_cache_mode", "force_generic_plan")]);
        let hot = pool(pools.hot).connect_with(planned_once).await?;
        // A request that was dropped in the middle may leave a transaction open
        // (docs/adr/0004). Whatever a connection comes back with is undone here.
        let transactions = pool(pools.transactions)
            .after_release(|connection, _| {
                Box::pin(async move {
                    connection
                        .execute(sqlx::raw_sql(
                            "rollback; select set_config('app.credential', '', false)",
                        ))
                        .await?;
                    Ok(true)
                })
            })
            // Made when the first transaction needs one: the other pool shows that the database answers.
            .connect_lazy_with(options);
        let store = Self { hot, transactions };
        store.refuse_powerful_role().await?;
        Ok(store)
    }

    /// For pages that take one statement.
    pub(crate) fn hot(&self) -> &PgPool {
        &self.hot
    }

    /// For transactions.
    pub(crate) fn transactions(&self) -> &PgPool {
        &self.transactions
    }

    /// True when the database answers and its schema is the one that this program knows.
    pub async fn is_ready(&self) -> Result<bool> {
        let latest: Option<i64> = sqlx::query_scalar("select access.schema_version()")
            .fetch_one(&self.hot)
            .await?;
        Ok(latest == crate::MIGRATOR.iter().map(|m| m.version).max())
    }

    /// Ends all connections, waiting for those in use.
    pub async fn close(&self) {
        self.hot.close().await;
        self.transactions.close().await;
    }

    async fn refuse_powerful_role(&self) -> Result<()> {
        let is_powerful: bool = sqlx::query_scalar(
            "select rolsuper or rolbypassrls from pg_roles where rolname = current_user",
        )
        .fetch_one(&self.hot)
        .await?;
        if is_powerful {
            return Err(StoreError::Corrupt {
                table: "pg_roles",
                column: "rolbypassrls",
            });
        }
        Ok(())
    }
}
