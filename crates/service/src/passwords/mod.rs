//! Turning a password into what is stored, and checking one against it, without letting sign-in
//! take the machine away from everybody else.
//!
//! `Hasher` runs argon2id on threads of its own, a fixed number at once, with a queue that has an
//! end. The threads stay the same, since each keeps the memory of its last hash: on ever other threads
//! that adds up. A request that goes away while its password is hashed keeps its permit until the hashing is
//! done, so that cancelling requests never makes more of them run. The hash for the index of used
//! passwords takes more memory, so it takes the place of several others.

mod hashing;
mod index;
mod pepper;
mod rules;
mod threads;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use rayon::ThreadPool;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use zeroize::Zeroizing;

use domain::id::UserId;
use hashing::Argon;
use index::Indexes;
pub use index::{TAG_BITS, Tag, Tags};
pub use pepper::{PEPPER_BYTES_MIN, Pepper, PepperTooShort};
pub use rules::Rules;
use threads::threads;

/// Requests that may wait for a permit.
pub const QUEUE_LENGTH: usize = 64;

/// What a refused request is told to wait: longer than a full queue takes on one core.
pub const RETRY_AFTER_SECONDS: u32 = 10;

const BUSY: HashingError = HashingError::Busy {
    retry_after_seconds: RETRY_AFTER_SECONDS,
};

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

/// Somebody who was let in to have a password checked.
#[derive(Debug)]
pub struct Entered {
    _door: OwnedSemaphorePermit,
}

/// Hashes and checks passwords: argon2id with OWASP's parameters (19 MiB, 2 passes, 1 lane), a
/// random salt each, and a pepper that is not in the database. Knows the rules for new ones.
#[derive(Clone, Debug)]
pub struct Hasher {
    argon: Arc<Argon>,
    indexes: Arc<Indexes>,
    rules: Rules,
    /// One for each that was let in, as many as there are places.
    doors: Arc<Semaphore>,
    /// One for each that runs or waits.
    places: Arc<Semaphore>,
    /// One for each 19 MiB that are in use.
    permits: Arc<Semaphore>,
    /// How many permits the hash for the index takes.
    index_weight: u32,
    /// One thread for each permit.
    threads: Arc<ThreadPool>,
}

/// The memory of a hash for the index, in hashes for storing, rounded up.
const INDEX_WEIGHT: u32 = 4;

fn index_weight(permits: usize) -> u32 {
    u32::try_from(permits).map_or(INDEX_WEIGHT, |all| all.min(INDEX_WEIGHT))
}

impl Hasher {
    /// A hasher that runs at most `permits` at once, at least one; the number of cores is right.
    /// Its memory is 19 MiB each, or 64 MiB if that is more.
    pub fn new(pepper: Pepper, permits: usize) -> Self {
        Self::with_retired(pepper, Vec::new(), permits)
    }

    /// The same, which also knows what was hashed with retired peppers. Each makes setting a
    /// password slower.
    pub fn with_retired(pepper: Pepper, retired: Vec<Pepper>, permits: usize) -> Self {
        Self::with_queue_length(Argon::new(pepper, retired), permits, QUEUE_LENGTH)
    }

    /// The same with other rules for new passwords than all seven and 12 characters.
    #[must_use]
    pub fn with_rules(self, rules: Rules) -> Self {
        Self { rules, ..self }
    }

    /// The same with permits of its own, and a queue of another length than [`QUEUE_LENGTH`].
    #[must_use]
    pub fn with_places(self, permits: usize, queue_length: usize) -> Self {
        let permits = permits.max(1);
        Self {
            doors: Arc::new(Semaphore::new(permits + queue_length)),
            places: Arc::new(Semaphore::new(permits + queue_length)),
            permits: Arc::new(Semaphore::new(permits)),
            index_weight: index_weight(permits),
            threads: Arc::new(threads(permits)),
            ..self
        }
    }

    /// The rules for new passwords.
    pub fn rules(&self) -> Rules {
        self.rules
    }

    fn with_queue_length(argon: Argon, permits: usize, queue_length: usize) -> Self {
        let permits = permits.max(1);
        Self {
            indexes: Arc::new(argon.indexes()),
            argon: Arc::new(argon),
            rules: Rules::default(),
            doors: Arc::new(Semaphore::new(permits + queue_length)),
            places: Arc::new(Semaphore::new(permits + queue_length)),
            permits: Arc::new(Semaphore::new(permits)),
            index_weight: index_weight(permits),
            threads: Arc::new(threads(permits)),
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

    /// Lets somebody in who is going to have a password checked, for as long as they hold what this
    /// gives: no more at once than there are places. Who can't be checked anyway is told before
    /// anything is asked of the database for them, and costs next to nothing, however many come.
    ///
    /// # Errors
    /// `HashingError::Busy` if as many are in already, or others take every place.
    pub fn enter(&self) -> Result<Entered, HashingError> {
        if self.places.available_permits() == 0 {
            return Err(BUSY);
        }
        let door = Arc::clone(&self.doors).try_acquire_owned();
        door.map(|door| Entered { _door: door }).map_err(|_| BUSY)
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

    /// Whether a password is one of those that were hashed; takes as long whichever it is.
    ///
    /// # Errors
    /// As [`Hasher::verify`].
    pub async fn is_any(
        &self,
        password: String,
        hashes: Vec<String>,
    ) -> Result<bool, HashingError> {
        let password = Zeroizing::new(password);
        self.run(move |argon| argon.is_any(&password, &hashes))
            .await
    }

    /// The tags by which a password is recognised when somebody else chooses it. Slow: about ten
    /// times a hash for storing, for each pepper.
    ///
    /// # Errors
    /// `HashingError::Busy` if the queue is full, `HashingError::Failed` without memory.
    pub async fn tags(&self, password: String) -> Result<Tags, HashingError> {
        let password = Zeroizing::new(password);
        let indexes = Arc::clone(&self.indexes);
        self.run_weighing(self.index_weight, move |_| indexes.tags(&password))
            .await
    }

    /// Closes the tags of an account's own passwords, so that the database alone does not tell
    /// them.
    pub fn seal_tags(&self, user: UserId, own: &[Tag]) -> Vec<u8> {
        self.indexes.seal(user, own)
    }

    /// The tags of an account's own passwords; none, with an error in the log, when what was
    /// sealed can't be opened.
    pub fn open_tags(&self, user: UserId, sealed: &[u8]) -> Vec<Tag> {
        self.indexes.open(user, sealed).unwrap_or_else(|| {
            tracing::error!(
                "the tags of an account's passwords cannot be opened: is a retired pepper missing?"
            );
            Vec::new()
        })
    }

    /// Runs `work` on one of its threads when it is its turn.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Argon) -> Result<T, HashingError> + Send + 'static,
    ) -> Result<T, HashingError> {
        self.run_weighing(1, work).await
    }

    async fn run_weighing<T: Send + 'static>(
        &self,
        weight: u32,
        work: impl FnOnce(&Argon) -> Result<T, HashingError> + Send + 'static,
    ) -> Result<T, HashingError> {
        let place = Arc::clone(&self.places)
            .try_acquire_owned()
            .map_err(|_| BUSY)?;
        let permit = Arc::clone(&self.permits)
            .acquire_many_owned(weight)
            .await
            .map_err(|_| HashingError::Failed)?;
        let turn = Turn {
            _permit: permit,
            _place: place,
        };
        let argon = Arc::clone(&self.argon);
        let (done, result) = oneshot::channel();
        // The turn goes with the work: it ends when the hashing does, whoever still waits for it.
        self.threads.spawn(move || {
            let result = work(&argon);
            drop(turn);
            let _ = done.send(result);
        });
        result.await.map_err(|_| HashingError::Failed)?
    }
}

/// The right to hash now. Given back when dropped, after a panic too.
struct Turn {
    _permit: OwnedSemaphorePermit,
    _place: OwnedSemaphorePermit,
}
