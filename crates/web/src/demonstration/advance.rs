//! How far to move the clock: an ISO 8601 duration such as `P90D`.

use time::Duration;

/// The furthest that one step goes: a hundred years, in seconds.
const SECONDS_MAX: i64 = 36_525 * 86_400;

/// Reads weeks, days, hours, minutes and whole seconds, such as `P2W`, `P1DT12H` or
/// `PT30M`. Years and months have no fixed length and are not read. Nothing when it is
/// not of this form, is no time at all, or goes too far.
pub fn parse(text: &str) -> Option<Duration> {
    let rest = text.trim().strip_prefix('P')?;
    let (days, times) = match rest.split_once('T') {
        Some((days, times)) => (days, Some(times)),
        None => (rest, None),
    };
    let mut seconds = sum(days, &[('W', 7 * 86_400), ('D', 86_400)])?;
    if let Some(times) = times.filter(|times| !times.is_empty()) {
        seconds = seconds.checked_add(sum(times, &[('H', 3_600), ('M', 60), ('S', 1)])?)?;
    } else if times.is_some() {
        return None;
    }
    (1..=SECONDS_MAX)
        .contains(&seconds)
        .then(|| Duration::seconds(seconds))
}

/// The seconds of numbers with units, each unit at most once and in this order.
fn sum(mut text: &str, units: &[(char, i64)]) -> Option<i64> {
    let mut seconds: i64 = 0;
    let mut units = units.iter();
    while !text.is_empty() {
        let end = text.find(|c: char| !c.is_ascii_digit())?;
        let number: i64 = text[..end].parse().ok()?;
        let unit = text[end..].chars().next()?;
        let (_, length) = units.find(|(name, _)| *name == unit)?;
        seconds = seconds.checked_add(number.checked_mul(*length)?)?;
        text = &text[end + unit.len_utf8()..];
    }
    Some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read() {
        for (text, duration) in [
            ("P90D", Duration::days(90)),
            ("P2W", Duration::weeks(2)),
            ("P1W1D", Duration::days(8)),
            ("PT30M", Duration::minutes(30)),
            ("P1DT12H", Duration::hours(36)),
            ("PT1H1M1S", Duration::seconds(3_661)),
        ] {
            assert_eq!(parse(text), Some(duration), "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for text in [
            "",
            "P",
            "PT",
            "P0D",
            "-P1D",
            "P-1D",
            "P1",
            "P1M",
            "P1Y",
            "P1DT",
            "PD",
            "P1D1W",
            "P1H",
            "PT1D",
            "90D",
            "P90d",
            "P1.5D",
            "P1D ☃",
            "P99999999999999999999D",
            "P9999999D",
            "P1D1D",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
