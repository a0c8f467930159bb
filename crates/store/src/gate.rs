//! The way in: connections as the one role that may sign people in.
//!
//! It alone reads password hashes, begins and ends sessions and handles the e-mailed links of
//! accounts (docs/adr/0010). What has to do with none of that goes through [`Store`].

use crate::tx::{ReadTx, WriteTx};
use crate::{Context, Pools, Result, Role, Store};
use sqlx::postgres::PgPool;

/// Connections as `psn_gate`. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Gate(Store);

impl Gate {
    /// Connects. `url` must name that role's user.
    ///
    /// # Errors
    /// As [`Store::connect`].
    pub async fn connect(url: &str, pools: Pools) -> Result<Self> {
        Ok(Self(Store::connect(url, Role::Gate, pools).await?))
    }

    /// Begins a transaction that reads.
    pub async fn read(&self, context: Context) -> Result<ReadTx> {
        self.0.read(context).await
    }

    /// Begins a transaction that changes.
    pub async fn write(&self, context: Context) -> Result<WriteTx> {
        self.0.write(context).await
    }

    /// For single statements.
    pub(crate) fn hot(&self) -> &PgPool {
        self.0.hot()
    }

    /// Ends all connections, waiting for those in use.
    pub async fn close(&self) {
        self.0.close().await;
    }
}
