//! Certificate numbers, `PSNS-2026-0042-7`: year, serial, check character.
//!
//! The sources name no format for these numbers, so this one is our own.
//!
//! **The check.** Read from the right, the check character counts once, the last
//! digit of the serial 3 times, the one before it 9 times, and so on by powers
//! of 3, the year included; the sum must leave 29 when divided by 31 (a remainder
//! of our own tells these numbers from others checked alike). As 31 is prime and two
//! characters differ by less than 31, one wrong character always shows. As 3 is
//! a primitive root of 31, the weights of any 30 neighbouring places all differ,
//! so swapping any two different characters always shows as well, neighbours or
//! not. Of other mistakes 30 in 31 show. The check character is one of 31: the
//! digits and the letters without I, L, O and U (which are read as, or look like,
//! others) and without Z.

use std::fmt;

use domain::reference::forgive;

/// The values 0 to 30 of a check character.
const CHECKS: &[u8; 31] = b"0123456789ABCDEFGHJKMNPQRSTVWXY";

/// The modulus of the check: a prime above the greatest value of a character.
const MODULUS: u32 = 31;

/// What the weighted sum leaves when divided by the modulus.
const REMAINDER: u32 = 29;

/// A certificate's number without its dress.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number {
    /// The year of issue, four digits.
    pub year: u16,
    /// The serial number within the year, counted from 1.
    pub serial: u32,
}

/// The certificate number of a serial number in a year, `PSNS-2026-0042-7`.
/// Serials beyond 9999 make it longer. Years have four digits.
pub fn number(year: u16, serial: u32) -> String {
    Number { year, serial }.to_string()
}

/// Reads a number forgivingly: any case, with or without spaces and hyphens, O
/// for 0, I and L for 1. Nothing when it is not a number that [`number`] makes,
/// a wrong check character included.
pub fn parse_number(text: &str) -> Option<Number> {
    let (number, check) = read(text)?;
    (number.check() == check).then_some(number)
}

/// What is written like a number, with the check character that was typed, right or wrong:
/// somebody may have mistyped a number, or made one up. Nothing when it is not like a number.
pub fn like_number(text: &str) -> Option<String> {
    let (Number { year, serial }, check) = read(text)?;
    check
        .is_ascii_alphanumeric()
        .then(|| format!("PSNS-{year:04}-{serial:04}-{check}"))
}

/// The year and the serial that the text says, with the character in the place of the check.
fn read(text: &str) -> Option<(Number, char)> {
    if text.len() > 200 {
        return None;
    }
    let plain = forgive(text);
    let rest = plain.strip_prefix("PSNS").filter(|rest| rest.is_ascii())?;
    if !(9..=15).contains(&rest.len()) {
        return None;
    }
    let (digits, check) = rest.split_at(rest.len() - 1);
    if !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let (year, serial) = digits.split_at(4);
    // A longer serial has no zeros in front: one certificate has one number.
    if serial.len() > 4 && serial.starts_with('0') {
        return None;
    }
    let number = Number {
        year: year.parse().ok()?,
        serial: serial.parse().ok()?,
    };
    Some((number, check.chars().next()?))
}

impl Number {
    /// The check character of this year and serial.
    fn check(self) -> char {
        let digits = format!("{:04}{:04}", self.year, self.serial);
        let mut weight = 1;
        let mut sum = 0;
        for digit in digits.bytes().rev() {
            weight = weight * 3 % MODULUS;
            sum += weight * u32::from(digit - b'0');
        }
        let missing = (MODULUS + REMAINDER - sum % MODULUS) % MODULUS;
        usize::try_from(missing).map_or('?', |place| char::from(CHECKS[place]))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "PSNS-{:04}-{:04}-{}",
            self.year,
            self.serial,
            self.check()
        )
    }
}

#[cfg(test)]
mod tests;
