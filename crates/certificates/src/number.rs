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
    (number.check() == check.chars().next()?).then_some(number)
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
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The characters of a number after its name, and the places that matter.
    fn characters(year: u16, serial: u32) -> Vec<char> {
        number(year, serial)["PSNS".len()..]
            .chars()
            .filter(|c| *c != '-')
            .collect()
    }

    #[test]
    fn a_number_is_read_in_the_ways_people_write_it() {
        let shown = number(2026, 42);
        assert_eq!(shown, "PSNS-2026-0042-7");
        let meant = Some(Number {
            year: 2026,
            serial: 42,
        });
        assert_eq!(parse_number(&shown), meant);
        assert_eq!(parse_number(&shown.to_lowercase()), meant);
        assert_eq!(parse_number(&shown.replace('-', " ")), meant);
        assert_eq!(parse_number(&shown.replace('-', "")), meant);
        assert_eq!(
            parse_number(&format!("  {} ", shown.replace('0', "o"))),
            meant
        );
        let eleven = number(2111, 11);
        assert_eq!(
            parse_number(&eleven.replace('1', "l")),
            parse_number(&eleven)
        );
        assert_eq!(
            parse_number(&eleven.replace('1', "I")).map(|n| n.serial),
            Some(11)
        );
    }

    #[test]
    fn serials_grow_and_have_one_form() {
        assert!(number(2026, 10_000).starts_with("PSNS-2026-10000-"));
        let padded: Vec<String> = CHECKS
            .iter()
            .map(|check| format!("PSNS-2026-00042-{}", char::from(*check)))
            .filter(|text| parse_number(text).is_some())
            .collect();
        assert!(padded.is_empty(), "{padded:?}");
        for text in [
            "",
            "PSNS",
            "PSNS-2026-0042",
            "SRV_0042",
            "PSNS-2026-0042-U",
            "PSNS-2026-004é-7",
        ] {
            assert_eq!(parse_number(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_number_reads_back(year in 1000_u16..=9999, serial in any::<u32>()) {
            prop_assert_eq!(parse_number(&number(year, serial)), Some(Number { year, serial }));
        }

        #[test]
        fn one_wrong_character_always_shows(
            year in 2015_u16..=2099, serial in 1_u32..2_000_000, place in any::<prop::sample::Index>(),
            other in prop::sample::select(CHECKS.to_vec()),
        ) {
            let mut typed = characters(year, serial);
            let place = place.index(typed.len());
            prop_assume!(typed[place] != char::from(other));
            typed[place] = char::from(other);
            let typed: String = typed.into_iter().collect();
            prop_assert_eq!(parse_number(&format!("PSNS{typed}")), None);
        }

        #[test]
        fn two_swapped_characters_always_show(
            year in 2015_u16..=2099, serial in 1_u32..2_000_000,
            one in any::<prop::sample::Index>(), two in any::<prop::sample::Index>(),
        ) {
            let mut typed = characters(year, serial);
            let (one, two) = (one.index(typed.len()), two.index(typed.len()));
            prop_assume!(typed[one] != typed[two]);
            typed.swap(one, two);
            let typed: String = typed.into_iter().collect();
            prop_assert_eq!(parse_number(&format!("PSNS{typed}")), None);
        }

        #[test]
        fn reading_never_panics(text in ".{0,60}") {
            let _ = parse_number(&text);
        }
    }
}
