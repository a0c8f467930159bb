//! Why a cluster can't run, each in a sentence that says what to do.

use std::io;
use std::path::PathBuf;

use crate::OLDEST_MAJOR;

/// Why a cluster could not be made, started or stopped. Each is one sentence that says what to do.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// No server programs of a version that the service works with.
    #[error(
        "PostgreSQL {OLDEST_MAJOR} or later is not installed{}: install the server programs \
         (on Debian or Ubuntu: apt-get install postgresql), or add their folder to PATH",
        .newest_found.map(|major| format!(" (the newest one found is {major})")).unwrap_or_default()
    )]
    NotInstalled {
        /// The newest of those that are too old, if there is any.
        newest_found: Option<u32>,
    },
    /// The data was made by a version of PostgreSQL that is not installed.
    #[error(
        "the database in {} was made by PostgreSQL {made_by}, but PostgreSQL {installed} is \
         installed: install PostgreSQL {made_by} again, or delete that folder to start afresh, \
         which loses the data in it",
        .data_dir.display()
    )]
    OtherVersion {
        /// The cluster's folder.
        data_dir: PathBuf,
        /// The major version that made it.
        made_by: u32,
        /// The newest major version that is installed.
        installed: u32,
    },
    /// Another program owns the cluster at this moment.
    #[error(
        "the database in {} is in use by another program: stop that program first",
        .data_dir.display()
    )]
    InUse {
        /// The cluster's folder.
        data_dir: PathBuf,
    },
    /// The folder that should hold the data holds something else.
    #[error(
        "{} is not the data of a PostgreSQL cluster: move it away, or choose another folder",
        .path.display()
    )]
    NotACluster {
        /// The folder.
        path: PathBuf,
    },
    /// The program runs as root and there is no account without rights to run the server.
    #[error(
        "PostgreSQL does not run as root, and there is neither an account \"postgres\" nor \
         \"nobody\" to run it: make one of them, or run this program as an ordinary user"
    )]
    NoUnprivilegedAccount,
    /// A folder is not reachable for the account that runs the server.
    #[error(
        "the account that runs PostgreSQL cannot reach {}: let others pass through the folders \
         above it (chmod o+x), or choose another folder",
        .path.display()
    )]
    Unreachable {
        /// The folder.
        path: PathBuf,
    },
    /// Somebody else made the folder in which the socket would lie.
    #[error(
        "{} belongs to another user or lets other users in: delete it and try again",
        .path.display()
    )]
    SocketDirectoryNotOurs {
        /// The folder.
        path: PathBuf,
    },
    /// One of PostgreSQL's programs failed.
    #[error("{program} failed: {output}")]
    Program {
        /// Its name.
        program: &'static str,
        /// The end of what it said.
        output: String,
    },
    /// A file operation failed.
    #[error("could not {doing} {}: {source}", .path.display())]
    Files {
        /// What was tried.
        doing: &'static str,
        /// With which file.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
}

impl ClusterError {
    /// For `map_err` after a file operation.
    pub(crate) fn files(
        doing: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Files {
            doing,
            path,
            source,
        }
    }
}
