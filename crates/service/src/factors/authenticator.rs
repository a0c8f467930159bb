//! The secret that an authenticator app shares with the service, and the codes made from it.
//!
//! RFC 6238 with what every app can do: SHA-1, 6 digits, steps of 30 seconds. A code counts in its
//! step and in the one before and after it, for clocks that differ.

use super::sealer;
use crate::sealing::Unopenable;
use crate::session_key::SessionKey;
use domain::id::UserId;
use std::fmt::Write as _;
use time::OffsetDateTime;
use totp_rs::{Algorithm, Builder, Totp};
use zeroize::Zeroizing;

const SECRET_BYTES: usize = 20;
const DIGITS: u8 = 6;
/// How long a code is shown, in seconds.
pub const STEP_SECONDS: u64 = 30;
/// How many steps a clock may be behind or ahead.
const SKEW: u16 = 1;
/// How the app names the service.
const ISSUER: &str = "PSN services";

/// The secret of an authenticator app: 160 bits, as RFC 4226 recommends.
pub struct Secret(Zeroizing<[u8; SECRET_BYTES]>);

impl Secret {
    /// A new secret.
    ///
    /// # Panics
    /// When the operating system has no randomness to give.
    #[expect(
        clippy::expect_used,
        reason = "without randomness nothing here may go on"
    )]
    pub fn generate() -> Self {
        let mut bytes = Zeroizing::new([0_u8; SECRET_BYTES]);
        getrandom::fill(bytes.as_mut_slice()).expect("the operating system gives randomness");
        Self(bytes)
    }

    /// Opens what [`seal`] made for this person.
    ///
    /// # Errors
    /// [`Unopenable`].
    pub fn open(key: &SessionKey, user: UserId, sealed: &[u8]) -> Result<Self, Unopenable> {
        let bytes = sealer(key).open(user.0.as_bytes(), sealed)?;
        let bytes = bytes.as_slice().try_into().map_err(|_| Unopenable)?;
        Ok(Self(Zeroizing::new(bytes)))
    }

    /// The secret as people type it: 32 letters and digits (base 32).
    pub fn typed(&self) -> String {
        self.totp().secret().to_base32()
    }

    /// The address that the app reads from the QR code.
    pub fn address(&self, email: &str) -> String {
        let (issuer, email) = (encoded(ISSUER), encoded(email));
        let secret = self.typed();
        format!("otpauth://totp/{issuer}:{email}?secret={secret}&issuer={issuer}")
    }

    /// The time step whose code this is, if it is one that counts now. Spaces and hyphens are
    /// passed over.
    pub fn step_of(&self, code: &str, now: OffsetDateTime) -> Option<i64> {
        let digits: String = code
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .collect();
        let seconds = u64::try_from(now.unix_timestamp()).ok()?;
        let step = self.totp().check(&digits, seconds)?;
        i64::try_from(step).ok()
    }

    /// The code of a time step.
    pub fn code_at(&self, step: u64) -> String {
        self.totp().generate(step * STEP_SECONDS).to_string()
    }

    fn totp(&self) -> Totp {
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(DIGITS)
            .with_skew(SKEW)
            .with_step_duration(STEP_SECONDS)
            .with_secret(totp_rs::Secret::new_stack(*self.0))
            .build_noncompliant()
    }
}

/// Seals a secret for its person.
pub fn seal(key: &SessionKey, user: UserId, secret: &Secret) -> Vec<u8> {
    sealer(key).seal(user.0.as_bytes(), secret.0.as_slice())
}

/// Percent-encoded, for a part of an address.
fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            other => {
                let _ = write!(encoded, "%{other:02X}");
            }
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Secret {
        Secret(Zeroizing::new(*b"12345678901234567890"))
    }

    /// RFC 6238, appendix B, the last 6 of its 8 digits.
    #[test]
    fn the_codes_are_those_of_the_standard() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(known().code_at(seconds / STEP_SECONDS), code);
        }
    }

    #[test]
    fn a_code_counts_in_its_step_and_beside_it() {
        let now = OffsetDateTime::from_unix_timestamp(1_111_111_109).unwrap();
        let step = 1_111_111_109 / STEP_SECONDS;
        for (away, counts) in [
            (-2_i64, false),
            (-1, true),
            (0, true),
            (1, true),
            (2, false),
        ] {
            let of = step.checked_add_signed(away).unwrap();
            let found = known().step_of(&known().code_at(of), now);
            assert_eq!(found, counts.then(|| i64::try_from(of).unwrap()), "{away}");
        }
        assert!(known().step_of("081 804", now).is_some());
        for wrong in ["", "08180", "0818040", "abcdef", "+81804", "٠٨١٨٠٤"] {
            assert_eq!(known().step_of(wrong, now), None, "{wrong}");
        }
    }

    #[test]
    fn the_app_reads_the_secret_from_an_address() {
        assert_eq!(
            known().address("a+b@c.example"),
            "otpauth://totp/PSN%20services:a%2Bb%40c.example\
             ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=PSN%20services"
        );
    }

    #[test]
    fn a_secret_is_sealed_for_its_person() {
        let key = SessionKey::new(&[7; 32]);
        let (ann, bob) = (UserId::new(), UserId::new());
        let sealed = seal(&key, ann, &known());
        let opened = Secret::open(&key, ann, &sealed).unwrap();
        assert_eq!(opened.typed(), known().typed());
        assert!(Secret::open(&key, bob, &sealed).is_err());
    }
}
