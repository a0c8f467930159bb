//! The secret that goes into every password hash and is not in the database.

use std::fmt;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// The fewest bytes of a pepper.
pub const PEPPER_BYTES_MIN: usize = 32;

/// Bytes of the pepper's name in a stored hash.
const ID_BYTES: usize = 6;

/// The content of the file `password-pepper`. Whoever has the database alone cannot try passwords.
pub struct Pepper {
    secret: Zeroizing<Vec<u8>>,
    id: [u8; ID_BYTES],
}

/// The pepper has too few bytes to be a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the password pepper must have at least {PEPPER_BYTES_MIN} bytes")]
pub struct PepperTooShort;

impl Pepper {
    /// Takes the bytes of the secret exactly as they are in the file.
    ///
    /// # Errors
    /// `PepperTooShort` under `PEPPER_BYTES_MIN` bytes.
    pub fn try_new(secret: Vec<u8>) -> Result<Self, PepperTooShort> {
        let secret = Zeroizing::new(secret);
        if secret.len() < PEPPER_BYTES_MIN {
            return Err(PepperTooShort);
        }
        let digest = Sha256::new_with_prefix(b"password pepper id\0")
            .chain_update(&*secret)
            .finalize();
        let mut id = [0; ID_BYTES];
        id.copy_from_slice(&digest[..ID_BYTES]);
        Ok(Self { secret, id })
    }

    pub(super) fn secret(&self) -> &[u8] {
        &self.secret
    }

    /// Names the pepper in a stored hash without telling anything about it.
    pub(super) fn id(&self) -> &[u8; ID_BYTES] {
        &self.id
    }
}

impl fmt::Debug for Pepper {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Pepper").finish_non_exhaustive()
    }
}
