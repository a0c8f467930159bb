//! Why the secret files cannot be used.

use super::BYTES_MIN;
use std::io;
use std::path::PathBuf;

/// Why the secret files cannot be used. Never says what is in them.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// A file or the folder does not exist.
    #[error(
        "the secret file {} is missing: restore it from your backup, or make it as .env.example \
         describes if this service is new", .path.display()
    )]
    Missing {
        /// The file or folder.
        path: PathBuf,
    },
    /// Others than its owner may read or change it.
    #[error(
        "{} is open to other users (mode {mode:o}): run chmod {} {}",
        .path.display(), if *.is_folder { "700" } else { "600" }, .path.display()
    )]
    TooOpen {
        /// The file or folder.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
        /// Whether it is the folder.
        is_folder: bool,
    },
    /// Too little key material.
    #[error(
        "{} has {bytes} bytes, but a key needs at least {BYTES_MIN}: make it anew as .env.example \
         describes", .path.display()
    )]
    TooShort {
        /// The file.
        path: PathBuf,
        /// How many it has.
        bytes: usize,
    },
    /// More keys than it may hold.
    #[error("{} holds more than {most} keys: take out the oldest, as docs/running.md describes", .path.display())]
    TooMany {
        /// The file.
        path: PathBuf,
        /// How many it may hold.
        most: usize,
    },
    /// Not an Ed25519 key in PEM.
    #[error(
        "{} does not hold an Ed25519 private key in PEM form (PKCS #8): restore it from your \
         backup, or make it as .env.example describes if this service is new", .path.display()
    )]
    NotAKey {
        /// The file.
        path: PathBuf,
    },
    /// Not a JWK Set.
    #[error("{} does not hold a JWK Set of retired keys ({problem}): restore it from your backup", .path.display())]
    NotAKeySet {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// Reading or writing failed.
    #[error("{} can not be used: {source}", .path.display())]
    Files {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}
