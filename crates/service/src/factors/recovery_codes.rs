//! Recovery codes: ten, each for one time that the second factor is not at hand.

use crate::session_key::SessionKey;
use domain::id::UserId;
use domain::reference::{forgive, random_letters};

/// A code of 50 bits, such as `7H3K9-QXM2P`.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(String);

impl RecoveryCode {
    /// A new code.
    pub fn generate() -> Self {
        Self(random_letters::<10>())
    }

    /// Reads what somebody typed, forgivingly; nothing when it can't be a code.
    pub fn parse(text: &str) -> Option<Self> {
        let letters = forgive(text);
        let is_plausible =
            letters.len() == 10 && letters.bytes().all(|b| b.is_ascii_alphanumeric());
        is_plausible.then_some(Self(letters))
    }

    /// The code as people write it down, in two groups.
    pub fn shown(&self) -> String {
        format!("{}-{}", &self.0[..5], &self.0[5..])
    }

    /// The keyed digest that is stored.
    pub fn digest(&self, key: &SessionKey, user: UserId) -> [u8; 32] {
        key.digest("recovery code", &[user.0.as_bytes(), self.0.as_bytes()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_back_however_it_is_typed() {
        let code = RecoveryCode::generate();
        let typed = format!(" {} ", code.shown().to_lowercase().replace('0', "o"));
        assert!(RecoveryCode::parse(&typed) == Some(code.clone()));
        assert!(RecoveryCode::parse("7H3K9-QXM2").is_none());
        assert!(RecoveryCode::parse("7H3K9-QXM2é").is_none());
        let (key, ann) = (SessionKey::new(&[7; 32]), UserId::new());
        assert_ne!(code.digest(&key, ann), code.digest(&key, UserId::new()));
    }
}
