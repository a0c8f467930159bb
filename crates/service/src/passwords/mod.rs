//! Turning a password into what is stored, and checking one against it, without letting sign-in
//! take the machine away from everybody else.
//!
//! `Hasher` runs argon2id off the async threads, a fixed number at once, with a queue that has an
//! end. A request that goes away while its password is hashed keeps its permit until the hashing is
//! done, so that cancelling requests never makes more of them run.

mod hashing;
mod pepper;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::spawn_blocking,
};
use zeroize::Zeroizing;

use hashing::Argon;
pub use pepper::{PEPPER_BYTES_MIN, Pepper, PepperTooShort};

/// Requests that may wait for a permit.
pub const QUEUE_LENGTH: usize = 64;

/// What a refused request is told to wait: longer than a full queue takes on one core.
pub const RETRY_AFTER_SECONDS: u32 = 10;

/// What checking a password found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether the password is the one that was hashed.
    pub is_right: bool,
    /// Whether to hash it again and store that: it is right, but was hashed with other parameters
    /// or another pepper than new ones are.
    pub needs_rehash: bool,
}

/// Why a password was neither hashed nor checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HashingError {
    /// Too many passwords are waiting; answer 503 with `Retry-After`.
    #[error("too many passwords are being checked, try again in {retry_after_seconds} seconds")]
    Busy {
        /// For the `Retry-After` header, in seconds.
        retry_after_seconds: u32,
    },
    /// The stored hash cannot be read: corrupt data.
    #[error("the stored password hash cannot be read")]
    UnreadableHash,
    /// No randomness, no memory, or the program is stopping.
    #[error("the password could not be hashed")]
    Failed,
}

/// Hashes and checks passwords: argon2id with OWASP's parameters (19 MiB, 2 passes, 1 lane), a
/// random salt each, and a pepper that is not in the database.
#[derive(Clone, Debug)]
pub struct Hasher {
    argon: Arc<Argon>,
    /// One for each that runs or waits.
    places: Arc<Semaphore>,
    /// One for each that runs.
    permits: Arc<Semaphore>,
}

impl Hasher {
    /// A hasher that runs at most `permits` at once, at least one; the number of cores is right.
    /// Its memory is 19 MiB each.
    pub fn new(pepper: Pepper, permits: usize) -> Self {
        Self::with_queue_length(pepper, permits, QUEUE_LENGTH)
    }

    fn with_queue_length(pepper: Pepper, permits: usize, queue_length: usize) -> Self {
        let permits = permits.max(1);
        Self {
            argon: Arc::new(Argon::new(pepper)),
            places: Arc::new(Semaphore::new(permits + queue_length)),
            permits: Arc::new(Semaphore::new(permits)),
        }
    }

    /// Hashes a password for storing, as a PHC string. The password is brought into NFC first.
    ///
    /// # Errors
    /// `HashingError::Busy` if the queue is full, `HashingError::Failed` without randomness or
    /// memory.
    pub async fn hash(&self, password: String) -> Result<String, HashingError> {
        let password = Zeroizing::new(password);
        self.run(move |argon| argon.hash(&password)).await
    }

    /// Checks a password against a stored PHC string. Without one (an unknown user) the answer is
    /// always wrong and takes as long as with one.
    ///
    /// # Errors
    /// `HashingError::Busy` if the queue is full, `HashingError::UnreadableHash` if the stored text
    /// is no hash, `HashingError::Failed` without memory.
    pub async fn verify(
        &self,
        password: String,
        hash: Option<String>,
    ) -> Result<Verdict, HashingError> {
        let password = Zeroizing::new(password);
        self.run(move |argon| argon.verify(&password, hash.as_deref()))
            .await
    }

    /// Runs `work` on a blocking thread when it is its turn.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Argon) -> Result<T, HashingError> + Send + 'static,
    ) -> Result<T, HashingError> {
        let place =
            Arc::clone(&self.places)
                .try_acquire_owned()
                .map_err(|_| HashingError::Busy {
                    retry_after_seconds: RETRY_AFTER_SECONDS,
                })?;
        let permit = Arc::clone(&self.permits)
            .acquire_owned()
            .await
            .map_err(|_| HashingError::Failed)?;
        let turn = Turn {
            _permit: permit,
            _place: place,
        };
        let argon = Arc::clone(&self.argon);
        // The turn goes with the work: it ends when the hashing does, whoever still waits for it.
        let worked = spawn_blocking(move || {
            let result = work(&argon);
            drop(turn);
            result
        });
        worked.await.map_err(|error| {
            tracing::error!(
                panicked = error.is_panic(),
                "hashing a password did not finish"
            );
            HashingError::Failed
        })?
    }
}

/// The right to hash now. Given back when dropped, after a panic too.
struct Turn {
    _permit: OwnedSemaphorePermit,
    _place: OwnedSemaphorePermit,
}
