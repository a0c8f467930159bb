//! Closing what must lie in the database but may not be read there, such as the secret of somebody's
//! authenticator app.
//!
//! XChaCha20-Poly1305 with a random nonce each. The key is made from the session key, which is a file
//! outside the database, for one purpose; what is sealed for one thing (a person, a row) opens for no other.

use crate::session_key::SessionKey;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

const NONCE_BYTES: usize = 24;

/// Closes and opens for one purpose.
#[derive(Clone)]
pub struct Sealer(XChaCha20Poly1305);

/// What was sealed can't be opened: it was changed, is for something else, or was sealed with another key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("what was sealed can't be opened")]
pub struct Unopenable;

impl SessionKey {
    /// Closes and opens for one purpose; what is sealed for one opens for no other.
    pub fn sealer(&self, purpose: &str) -> Sealer {
        let key = Zeroizing::new(self.digest("sealing", &[purpose.as_bytes()]));
        Sealer(XChaCha20Poly1305::new((&*key).into()))
    }
}

impl Sealer {
    /// Seals bytes for a thing: the nonce, then the sealed bytes.
    ///
    /// # Panics
    /// When the operating system has no randomness to give.
    #[expect(
        clippy::expect_used,
        reason = "without randomness nothing here may go on; a text is shorter than the cipher's limit"
    )]
    pub fn seal(&self, thing: &[u8], open: &[u8]) -> Vec<u8> {
        let mut nonce = [0_u8; NONCE_BYTES];
        getrandom::fill(&mut nonce).expect("the operating system gives randomness");
        let payload = Payload {
            msg: open,
            aad: thing,
        };
        let closed = self.0.encrypt(&XNonce::from(nonce), payload);
        let closed = closed.expect("the text is shorter than the cipher's limit");
        [nonce.as_slice(), &closed].concat()
    }

    /// Opens what was sealed for this thing.
    ///
    /// # Errors
    /// [`Unopenable`].
    pub fn open(&self, thing: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Unopenable> {
        let (nonce, closed) = sealed
            .split_first_chunk::<NONCE_BYTES>()
            .ok_or(Unopenable)?;
        let payload = Payload {
            msg: closed,
            aad: thing,
        };
        let open = self.0.decrypt(&XNonce::from(*nonce), payload);
        open.map(Zeroizing::new).map_err(|_| Unopenable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_key_purpose_and_thing_open() {
        let key = SessionKey::new(&[7; 32]);
        let sealer = key.sealer("authenticator");
        let sealed = sealer.seal(b"ann", b"secret");
        assert_eq!(sealer.open(b"ann", &sealed).unwrap().as_slice(), b"secret");
        assert_ne!(sealed, sealer.seal(b"ann", b"secret"));
        assert_eq!(sealer.open(b"bob", &sealed).err(), Some(Unopenable));
        let other = key.sealer("answers");
        assert_eq!(other.open(b"ann", &sealed).err(), Some(Unopenable));
        let other = SessionKey::new(&[8; 32]).sealer("authenticator");
        assert_eq!(other.open(b"ann", &sealed).err(), Some(Unopenable));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(sealer.open(b"ann", &changed).is_err());
        }
        assert_eq!(sealer.open(b"ann", b"short").err(), Some(Unopenable));
    }
}
