//! Why a demonstration could not be filled.

use password_policy::RandomnessUnavailable;
use service::passwords::HashingError;
use std::error::Error;
use std::io;
use std::path::PathBuf;
use store::{SetUpError, StoreError};

/// Why the demonstration could not be filled.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// The database refused or could not be reached.
    #[error("the demonstration can not be filled: {0}")]
    Database(#[from] SetUpError),
    /// The database refused what people of the demonstration did.
    #[error("the demonstration can not be filled: {}", with_causes(.0))]
    Store(#[from] StoreError),
    /// The accounts can't be written.
    #[error("{} can not be written: {source}", path.display())]
    AccountsFile {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The database has people, but nobody knows their passwords any more.
    #[error(
        "{} is missing, and with it the passwords of the demonstration: delete {} to start afresh",
        path.display(), path.parent().unwrap_or(path).display()
    )]
    PasswordsLost {
        /// The file.
        path: PathBuf,
    },
    /// An earlier filling did not come to its end.
    #[error("the demonstration was not filled to its end: its database has to be made anew")]
    BrokenOff,
    /// The clock of this database may not be moved.
    #[error("only a demonstration can be filled: the clock of this database does not move")]
    ClockStands,
    /// No randomness for passwords.
    #[error(transparent)]
    Randomness(#[from] RandomnessUnavailable),
    /// A password could not be hashed.
    #[error(transparent)]
    Hashing(#[from] HashingError),
    /// The data of a supplier can't be read.
    #[error("the data of {organisation} can not be read: {source}")]
    Data {
        /// Whose.
        organisation: &'static str,
        /// Why.
        source: toml::de::Error,
    },
    /// The plan names a person who is not there.
    #[error("the demonstration has nobody called {0}")]
    Nobody(&'static str),
    /// The plan does not fit what happened.
    #[error("the demonstration can not be filled: {what} ({of})")]
    Stuck {
        /// What does not fit.
        what: &'static str,
        /// Where.
        of: String,
    },
    /// A step was refused.
    #[error("the demonstration can not be filled: could not {what} ({of}): {}", with_causes(source.as_ref()))]
    Step {
        /// What was to be done.
        what: &'static str,
        /// For whom or what.
        of: String,
        /// Why not.
        source: Box<dyn Error + Send + Sync>,
    },
}

impl SeedError {
    /// Says which step was refused, and for whom or what.
    pub(super) fn step<E>(what: &'static str, of: &str) -> impl FnOnce(E) -> Self
    where
        E: Error + Send + Sync + 'static,
    {
        move |source| Self::Step {
            what,
            of: of.to_owned(),
            source: source.into(),
        }
    }

    /// Something that should be there is not.
    pub(super) fn stuck(what: &'static str, of: &str) -> Self {
        Self::Stuck {
            what,
            of: of.to_owned(),
        }
    }
}

/// The error and what is behind it, in one line.
fn with_causes(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(behind) = cause {
        let words = behind.to_string();
        if !text.ends_with(&words) {
            text.push_str(": ");
            text.push_str(&words);
        }
        cause = behind.source();
    }
    text
}
