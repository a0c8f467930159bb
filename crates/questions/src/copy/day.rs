//! Days as people write them: 27 March 2027, 27/3/2027, 2027-03-27.

use crate::answers::Values;
use crate::check::date_parts;
use crate::describe::in_words;
use crate::page::Field;
use time::{Date, format_description::well_known::Iso8601};

/// Stands for a part of an unfinished date that is missing.
const MISSING: &str = "?";
const PARTS: [&str; 3] = ["day", "month", "year"];

/// A stored day, or its parts where it is unfinished, as a text that [`read`] reads back.
pub(super) fn write(field: &Field, values: &Values) -> String {
    let stored = crate::answers::first_of(values, &field.id);
    if let Some(day) = stored.and_then(|iso| Date::parse(iso, &Iso8601::DATE).ok()) {
        return in_words(day);
    }
    let parts = date_parts(&field.id, values);
    if parts.iter().all(String::is_empty) {
        return String::new();
    }
    let parts = parts.map(|part| {
        if part.is_empty() {
            MISSING.to_owned()
        } else {
            part
        }
    });
    parts.join(" ")
}

/// The parts of a day as a browser would send them; nothing when it has too many.
pub(super) fn read(field: &str, written: &str) -> Option<Values> {
    let is_between = |c: char| c.is_whitespace() || "/.,-".contains(c);
    let mut parts: Vec<&str> = written
        .split(is_between)
        .filter(|part| !part.is_empty())
        .collect();
    // Such as "Saturday 27 March 2027".
    if parts.len() == 4 && parts[0].chars().all(char::is_alphabetic) {
        parts.remove(0);
    }
    let is_number = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    // A year comes first in 2027-03-27 only; with spaces it is a day of our own that is wrong.
    let is_spaced = written.trim().contains(char::is_whitespace);
    if let [year, _, day] = parts[..]
        && !is_spaced
        && parts.iter().all(is_number)
        && (year.len(), day.len() <= 2) == (4, true)
    {
        parts.reverse();
    }
    if parts.len() > PARTS.len() {
        return None;
    }
    if let Some(day) = parts.first_mut() {
        let endings = ["st", "nd", "rd", "th"];
        let number = endings
            .into_iter()
            .find_map(|ending| day.strip_suffix(ending));
        *day = number
            .filter(|number| is_number(number) && !number.is_empty())
            .unwrap_or(day);
    }
    let named = PARTS.into_iter().zip(parts);
    let named = named.filter(|(_, part)| *part != MISSING);
    let values = named.map(|(name, part)| (format!("{field}-{name}"), vec![part.to_owned()]));
    Some(values.collect())
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_wrong_day_of_our_own_stays_in_its_place() {
        let values = read("on", "5099 27 7").unwrap_or_default();
        assert_eq!(values["on-day"], ["5099"]);
        assert_eq!(values["on-year"], ["7"]);
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for written in [
            "27 3 2027",
            "27/3/2027",
            "27.3.2027",
            "27-3-2027",
            "2027-3-27",
            "27th, 3 2027",
            "Saturday 27 3 2027",
        ] {
            let values = read("on", written).unwrap_or_default();
            let part = |name: &str| values[&format!("on-{name}")].concat();
            assert_eq!(
                [part("day"), part("month"), part("year")],
                ["27", "3", "2027"]
            );
        }
        assert!(read("on", "between 1 and 27 March 2027").is_none());
        let part = read("on", "? March").unwrap_or_default();
        assert_eq!(part.len(), 1);
        assert_eq!(part["on-month"], ["March"]);
    }
}
