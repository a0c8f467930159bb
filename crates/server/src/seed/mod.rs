//! What the demonstration holds when it starts for the first time.

mod accounts;
mod accounts_file;

use accounts_file::Account;
use password_policy::RandomnessUnavailable;
use service::passwords::HashingError;
use std::io;
use std::path::{Path, PathBuf};
use store::SetUpError;
use web::App;

/// Why the demonstration could not be filled.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// The database refused or could not be reached.
    #[error("the demonstration can not be filled: {0}")]
    Database(#[from] SetUpError),
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
    /// No randomness for passwords.
    #[error(transparent)]
    Randomness(#[from] RandomnessUnavailable),
    /// A password could not be hashed.
    #[error(transparent)]
    Hashing(#[from] HashingError),
}

/// Fills the database of a demonstration, once: its organisations, people and
/// infrastructure. Writes the passwords to `accounts_file`, which only its owner may read.
///
/// # Errors
/// One sentence that says what is wrong; nothing is kept then.
pub async fn demonstration(
    app: &App,
    owner_url: &str,
    accounts_file: &Path,
) -> Result<(), SeedError> {
    if store::founding::is_founded(owner_url).await? {
        if accounts_file.exists() {
            return Ok(());
        }
        return Err(SeedError::PasswordsLost {
            path: accounts_file.to_owned(),
        });
    }
    let (founding, accounts) = accounts::founding(app).await?;
    // The file first: a crash between the two starts again with new passwords.
    store::founding::found(owner_url, &founding, || {
        accounts_file::write(accounts_file, &accounts).map_err(|source| SeedError::AccountsFile {
            path: accounts_file.to_owned(),
            source,
        })
    })
    .await
}
