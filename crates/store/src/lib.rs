//! PostgreSQL: the only crate that knows SQL.
//!
//! One file for each aggregate. A read takes [`ReadTx`], a change [`WriteTx`];
//! both carry the credential by which row-level security decides what may be
//! seen, so a query never names an organisation to be trusted. Pages on the hot
//! path use [`Store::hot`]: one statement, no open transaction.

mod connect;
mod error;
mod setup;
mod tx;

pub mod outbox;
pub mod sessions;

pub use connect::{Pools, Role, Store};
pub use error::{Result, StoreError};
pub use setup::{MIGRATOR, SetUpError, allow_moving_the_clock, bootstrap, migrate};
pub use tx::{Context, ReadTx, WriteTx};
