//! A private PostgreSQL cluster: made with `initdb`, reachable only through a unix socket in a
//! directory of its own, started and stopped together with the program that needs it.
//!
//! The demonstration keeps its data in one, and the tests use another with durability off. The
//! crate knows no SQL: it hands out connection addresses ([`Cluster::url`]) and others make
//! roles, databases and tables.
//!
//! * PostgreSQL refuses to run as root. As root, the server's programs run as the account that
//!   owns the cluster, else `postgres`, else `nobody`.
//! * The server has a session of its own, so that Ctrl-C in the terminal reaches the program
//!   only, which then stops the cluster cleanly.
//! * A server that outlived its program (`kill -9`) is used again; the file of a server that died
//!   is cleared away, even if another program has its process id by now.
//!
//! All functions block. Call them before the async runtime starts, or from `spawn_blocking`.

mod account;
mod command;
mod configuration;
mod error;
mod layout;
mod lifecycle;
mod postmaster;
mod programs;
mod shared;

use std::fs::File;
use std::path::{Path, PathBuf};

pub use error::ClusterError;
pub use shared::{shared_for_tests, test_cluster_options};

use crate::layout::Layout;
use crate::programs::Programs;

/// The oldest PostgreSQL that the service works with.
pub const OLDEST_MAJOR: u32 = 15;

/// The superuser role of every cluster made here.
pub const SUPERUSER: &str = "postgres";

/// Whether an acknowledged write survives a crash of the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// PostgreSQL's own defaults: nothing that was acknowledged is lost.
    On,
    /// `fsync`, `synchronous_commit` and `full_page_writes` are off: fast, and only for data that
    /// may be thrown away.
    Off,
}

/// Where a cluster lives and how it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The folder of the cluster; made if missing. Relative paths count from the current folder.
    pub data_dir: PathBuf,
    /// See [`Durability`].
    pub durability: Durability,
    /// How many connections the server accepts at once.
    pub max_connections: u16,
}

impl Options {
    /// A durable cluster with 100 connections.
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self {
            data_dir: data_dir.into(),
            durability: Durability::On,
            max_connections: 100,
        }
    }

    /// The same with another durability.
    #[must_use]
    pub fn durability(self, durability: Durability) -> Self {
        Self { durability, ..self }
    }

    /// The same with another number of connections.
    #[must_use]
    pub fn max_connections(self, max_connections: u16) -> Self {
        Self {
            max_connections,
            ..self
        }
    }
}

/// A running cluster. Dropping one that was made by [`Cluster::start`] stops the server.
#[derive(Debug)]
pub struct Cluster {
    options: Options,
    layout: Layout,
    programs: Programs,
    stops_on_drop: bool,
    /// Held while the cluster is in use: exclusively by [`Cluster::start`], together with others
    /// by [`Cluster::attach`]. The operating system lets go of it even after `kill -9`.
    in_use: File,
}

impl Cluster {
    /// Makes the cluster if there is none, starts it, and owns it: nobody else can start it
    /// meanwhile, and [`Cluster::stop`] or dropping stops the server.
    ///
    /// # Errors
    /// [`ClusterError::InUse`] if another program runs it; [`ClusterError::OtherVersion`] if it
    /// was made by a PostgreSQL that is not installed; and what its other variants say.
    pub fn start(options: Options) -> Result<Self, ClusterError> {
        lifecycle::start(options)
    }

    /// The same for several programs at once, and for data that may be thrown away: starts the
    /// server if it does not run, and leaves it running when the value is dropped. A cluster whose
    /// durability is off and which cannot be started (made by another version, broken by a crash
    /// of the machine) is made anew.
    ///
    /// # Errors
    /// As [`Cluster::start`].
    pub fn attach(options: Options) -> Result<Self, ClusterError> {
        lifecycle::attach(options)
    }

    /// Stops the server cleanly: open transactions are rolled back, everything is written.
    /// A cluster that others are attached to is left running.
    pub fn stop(mut self) -> Result<(), ClusterError> {
        self.stops_on_drop = false;
        lifecycle::stop(&self)
    }

    /// The address of a database for sqlx and libpq:
    /// `postgres:///database?host=/socket/folder&port=5432&user=role`.
    pub fn url(&self, role: &str, database: &str) -> String {
        format!(
            "postgres:///{}?host={}&port={}&user={}",
            percent_encode(database),
            percent_encode(&self.socket_dir().to_string_lossy()),
            configuration::PORT,
            percent_encode(role),
        )
    }

    /// The folder of the unix socket, as libpq's `host` wants it.
    pub fn socket_dir(&self) -> &Path {
        &self.layout.socket_dir
    }

    /// The server's log. It never holds statements, their parameters or rows.
    pub fn log_file(&self) -> PathBuf {
        self.layout.log_file()
    }

    /// The folder with the server's own programs (`pg_ctl`, `pg_dump`, ...).
    pub fn programs_dir(&self) -> &Path {
        &self.programs.bin_dir
    }

    /// The major version of the server.
    pub fn major_version(&self) -> u32 {
        self.programs.major
    }

    /// The process id of the server, or none if it has died.
    pub fn process_id(&self) -> Option<u32> {
        postmaster::running(&self.layout)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.stops_on_drop
            && let Err(error) = lifecycle::stop(self)
        {
            tracing::warn!(%error, "the private PostgreSQL cluster did not stop cleanly");
        }
    }
}

/// Everything but letters, digits and `-._~/` as `%XX`.
fn percent_encode(text: &str) -> String {
    use std::fmt::Write as _;
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::percent_encode;

    #[test]
    fn socket_folders_stay_readable_and_odd_characters_are_encoded() {
        assert_eq!(percent_encode("/tmp/psn-cop_1.x"), "/tmp/psn-cop_1.x");
        assert_eq!(percent_encode("a b&c=d?é"), "a%20b%26c%3Dd%3F%C3%A9");
    }
}
