//! What elements say in their attributes.

use crate::NotRead;
use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;

/// How many attributes an element may have; those of spreadsheets have some ten.
const ATTRIBUTES_MAX: usize = 200;

/// The text of an attribute.
pub fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, NotRead> {
    let mut attributes = element.attributes();
    for (number, attribute) in attributes.with_checks(false).enumerate() {
        if number >= ATTRIBUTES_MAX {
            return Err(NotRead::TooLarge);
        }
        let attribute = attribute.map_err(|_| NotRead::Broken)?;
        if attribute.key.local_name().as_ref() == name {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            return Ok(Some(value.map_err(|_| NotRead::Broken)?.into_owned()));
        }
    }
    Ok(None)
}

/// How many an element stands for; 1 when it does not say.
pub fn count(element: &BytesStart<'_>, name: &str) -> Result<usize, NotRead> {
    match attribute(element, name)? {
        None => Ok(1),
        Some(number) => number.trim().parse().map_err(|_| NotRead::Broken),
    }
}

/// What a cell holds, where that is more exact than what it shows: numbers and days.
pub fn exact(cell: &BytesStart<'_>) -> Result<Option<String>, NotRead> {
    let value = match attribute(cell, "value-type")?.as_deref() {
        Some("float" | "currency") => attribute(cell, "value")?,
        Some("percentage") => attribute(cell, "value")?.and_then(|value| percent(&value)),
        Some("date") => {
            let value = attribute(cell, "date-value")?;
            value.and_then(|value| value.get(..10).map(str::to_owned))
        }
        _ => None,
    };
    Ok(value)
}

/// A share such as 0.995 in percent, 99.5%, without calculating; nothing for other notations.
fn percent(share: &str) -> Option<String> {
    let (sign, digits) = share
        .strip_prefix('-')
        .map_or(("", share), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_plain = |part: &str| part.len() <= 20 && part.bytes().all(|b| b.is_ascii_digit());
    if !is_plain(whole) || !is_plain(fraction) {
        return None;
    }
    let (moved, rest) = fraction.split_at_checked(2).unwrap_or((fraction, ""));
    let whole = format!("{whole}{moved:0<2}");
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if rest.is_empty() { "" } else { "." };
    Some(format!("{sign}{whole}{point}{rest}%"))
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn shares_are_told_in_percent() {
        for (share, told) in [
            ("0.995", "99.5%"),
            ("1", "100%"),
            ("0.9", "90%"),
            ("0.05", "5%"),
            ("-0.1", "-10%"),
            ("0.99995", "99.995%"),
        ] {
            assert_eq!(percent(share).as_deref(), Some(told));
        }
        assert_eq!(percent("1E-2"), None);
    }
}
