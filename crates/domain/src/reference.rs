//! References that people read out, write down and type again.

use std::fmt;

/// The letters and digits of references: none that look alike (no I, L, O, U).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Letters and digits at random, five bits each.
///
/// # Panics
/// When the operating system has no randomness to give.
#[expect(
    clippy::expect_used,
    reason = "without randomness nothing here may go on"
)]
pub fn random_letters<const N: usize>() -> String {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).expect("the operating system gives randomness");
    bytes.iter().map(|byte| letter(*byte)).collect()
}

/// The letter or digit of five bits of a byte.
pub(crate) fn letter(byte: u8) -> char {
    char::from(ALPHABET[usize::from(byte % 32)])
}

/// Whether a byte is one of the letters and digits.
pub(crate) fn is_reference_letter(byte: u8) -> bool {
    ALPHABET.contains(&byte)
}

/// Reads letters and digits forgivingly: any case, without spaces and hyphens,
/// O for 0, I and L for 1.
pub fn forgive(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_' | '\u{2010}'..='\u{2015}'))
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}

/// An application's reference, `COP-XXXX-XXXX`: random, so that it tells nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApplicationReference(String);

impl ApplicationReference {
    /// A new random reference (40 bits; the database refuses a repetition).
    ///
    /// # Panics
    /// When the operating system has no randomness to give.
    pub fn generate() -> Self {
        let letters = random_letters::<8>();
        Self(format!("COP-{}-{}", &letters[..4], &letters[4..]))
    }

    /// Reads a reference forgivingly; nothing when it can't be one.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = forgive(text);
        // "COP" itself reads as "C0P" once O is taken for 0.
        let letters = plain.strip_prefix("C0P").filter(|rest| rest.len() == 8)?;
        letters
            .bytes()
            .all(|b| ALPHABET.contains(&b))
            .then(|| Self(format!("COP-{}-{}", &letters[..4], &letters[4..])))
    }

    /// The reference as shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ApplicationReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A service's code, `SRV_nnnn`, which correspondence and Codes of Connection name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServiceCode(String);

impl ServiceCode {
    /// The code of this serial number.
    pub fn of_serial(serial: i32) -> Self {
        Self(format!("SRV_{serial:04}"))
    }

    /// Reads a code forgivingly.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = forgive(text);
        let digits = plain
            .strip_prefix("SRV")
            .filter(|d| (4..=9).contains(&d.len()))?;
        digits
            .bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| Self(format!("SRV_{digits}")))
    }

    /// The code as shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ServiceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_forgive() {
        let reference = ApplicationReference::parse("cop 7h3k 9qxm");
        assert_eq!(
            reference.as_ref().map(ApplicationReference::as_str),
            Some("COP-7H3K-9QXM")
        );
        assert_eq!(
            ApplicationReference::parse("COP-ol1o-0000").map(|r| r.0),
            Some("COP-0110-0000".into())
        );
        assert_eq!(ApplicationReference::parse("COP-7H3K-9QX"), None);
        assert_eq!(ApplicationReference::parse("COP-7H3K-9QXU"), None);
        let made = ApplicationReference::generate();
        assert_eq!(ApplicationReference::parse(made.as_str()), Some(made));
        assert_eq!(
            ServiceCode::parse("srv 0042"),
            Some(ServiceCode::of_serial(42))
        );
    }
}
