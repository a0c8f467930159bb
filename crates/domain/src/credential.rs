//! Secret tokens, and the digests by which the database knows who is acting.
//!
//! A token lives in a cookie or in an e-mailed link and is never stored. Its
//! SHA-256 digest, the [`Credential`], is stored and is also the context of
//! row-level security: policies resolve from it what may be seen.

use crate::hexadecimal::hexadecimal;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// A random secret of 256 bits as text for a link or a cookie.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// Makes a new token from the operating system's randomness.
    ///
    /// # Panics
    /// When the operating system has no randomness to give.
    #[expect(
        clippy::expect_used,
        reason = "without randomness nothing here may go on"
    )]
    pub fn generate() -> Self {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes).expect("the operating system gives randomness");
        Self(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// Reads a token that somebody sent: 43 characters of URL-safe base64.
    pub fn parse(text: &str) -> Option<Self> {
        let is_plausible = text.len() == 43
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        is_plausible.then(|| Self(text.to_owned()))
    }

    /// The secret itself, for the link or cookie that carries it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The digest that is stored.
    pub fn credential(&self) -> Credential {
        Credential::of(self.0.as_bytes())
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

/// The SHA-256 digest of a secret: what the database knows a session or link by.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Credential(Option<[u8; 32]>);

impl Credential {
    /// Nobody in particular: sees only what is public.
    pub const ANONYMOUS: Self = Self(None);

    /// The digest of these secret bytes.
    pub fn of(secret: &[u8]) -> Self {
        Self(Some(Sha256::digest(secret).into()))
    }

    /// The digest as stored; empty for nobody.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_ref().map_or(&[], |digest| digest.as_slice())
    }

    /// The digest in hexadecimal, the form of the database's context; empty for nobody.
    pub fn as_hex(&self) -> String {
        hexadecimal(self.as_bytes())
    }
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() {
            "Credential(…)"
        } else {
            "Credential(anonymous)"
        })
    }
}

/// A code of six digits for an e-mail.
///
/// # Panics
/// When the operating system has no randomness to give.
#[expect(
    clippy::expect_used,
    reason = "without randomness nothing here may go on"
)]
pub fn six_digit_code() -> String {
    loop {
        let mut bytes = [0_u8; 4];
        getrandom::fill(&mut bytes).expect("the operating system gives randomness");
        let number = u32::from_le_bytes(bytes);
        // Above this, the remainder would favour small codes.
        if number < u32::MAX - u32::MAX % 1_000_000 {
            return format!("{:06}", number % 1_000_000);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_reads_back_and_hides_itself() {
        let token = Token::generate();
        assert_eq!(Token::parse(token.reveal()), Some(token.clone()));
        assert_eq!(format!("{token:?}"), "Token(…)");
        assert_eq!(token.credential().as_hex().len(), 64);
        assert_eq!(Credential::ANONYMOUS.as_hex(), "");
    }

    #[test]
    fn a_code_has_six_digits() {
        for _ in 0..200 {
            let code = six_digit_code();
            assert!(code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()));
        }
    }
}
