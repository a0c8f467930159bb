//! Working days in England and Wales: Monday to Friday without bank holidays.
//!
//! The holidays are data, not an algorithm: one-off days exist.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use time::{Date, Duration, Month, Weekday};

const DATA: &str = include_str!("../data/bank-holidays-england-and-wales.toml");

/// The target for a decision: "Most applications are dealt with in 4 weeks"
/// (PSN guidance, "What happens to your submission").
pub const DECISION_TARGET: u16 = 20;

/// How long a supplier has to reply to a request for clarification.
pub const CLARIFICATION: u16 = 10;

static HOLIDAYS: LazyLock<BTreeSet<Date>> =
    LazyLock::new(|| quoted(DATA).filter_map(parse_iso).collect());

/// The texts between double quotes on the data's list lines. The data is a flat
/// list of dates; the tests hold that every one is read.
fn quoted(data: &str) -> impl Iterator<Item = &str> {
    data.lines()
        .filter(|line| line.starts_with("  \""))
        .flat_map(|line| line.split('"').skip(1).step_by(2))
}

/// Reads `2026-11-21`.
pub fn parse_iso(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    let month: u8 = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()
}

/// True on Monday to Friday that is no bank holiday.
pub fn is_working_day(date: Date) -> bool {
    !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) && !HOLIDAYS.contains(&date)
}

/// The date `days` working days after `from`, which itself does not count.
pub fn add(from: Date, days: u16) -> Date {
    let mut date = from;
    let mut left = days;
    while left > 0 {
        date += Duration::DAY;
        if is_working_day(date) {
            left -= 1;
        }
    }
    date
}

/// The first date from which fewer than `days` working days have passed until `today`: what happened
/// before it is at least so long ago.
pub fn since(today: Date, days: u16) -> Date {
    let mut date = today;
    while between(date - Duration::DAY, today) < days {
        date -= Duration::DAY;
    }
    date
}

/// A length of time: `1 working day`, `3 working days`.
pub fn in_words(days: u16) -> String {
    match days {
        1 => "1 working day".to_owned(),
        days => format!("{days} working days"),
    }
}

/// Working days from `from` (not counted) to `to` (counted); 0 when `to` is not later.
pub fn between(from: Date, to: Date) -> u16 {
    let mut count = 0;
    let mut date = from;
    while date < to {
        date += Duration::DAY;
        count += u16::from(is_working_day(date));
    }
    count
}

/// How far a target date is away: `20 working days left`, `Due today`, `Overdue by 2 working days`.
pub fn left_in_words(target: Date, today: Date) -> String {
    match target.cmp(&today) {
        // A target that was missed over a weekend is a day late at least.
        Ordering::Less => format!("Overdue by {}", in_words(between(target, today).max(1))),
        Ordering::Equal => "Due today".to_owned(),
        Ordering::Greater => format!("{} left", in_words(between(today, target))),
    }
}

/// The target date after a pause: later by the working days that the clock stood still.
pub fn after_pause(target: Date, paused_on: Date, resumed_on: Date) -> Date {
    add(target, between(paused_on, resumed_on))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn every_holiday_of_the_data_is_read() {
        assert_eq!(quoted(DATA).count(), 32);
        assert_eq!(HOLIDAYS.len(), 32);
    }

    #[test]
    fn what_is_three_working_days_old_is_found_over_a_weekend() {
        // Tuesday: a reply of Thursday is three working days old, one of Friday is not.
        let first_too_young = since(date!(2026 - 11 - 24), 3);
        assert_eq!(first_too_young, date!(2026 - 11 - 20));
        assert_eq!(between(date!(2026 - 11 - 19), date!(2026 - 11 - 24)), 3);
        assert_eq!(since(date!(2026 - 11 - 24), 0), date!(2026 - 11 - 24));
    }

    #[test]
    fn twenty_working_days_know_christmas() {
        assert_eq!(add(date!(2026 - 11 - 20), 20), date!(2026 - 12 - 18));
        assert_eq!(add(date!(2026 - 12 - 18), 10), date!(2027 - 01 - 06));
        assert_eq!(between(date!(2026 - 12 - 18), date!(2027 - 01 - 06)), 10);
        assert_eq!(between(date!(2026 - 12 - 18), date!(2026 - 12 - 18)), 0);
    }

    #[test]
    fn the_way_to_a_target_is_said_in_working_days() {
        let target = date!(2026 - 12 - 18);
        let words = |today| left_in_words(target, today);
        assert_eq!(words(date!(2026 - 11 - 20)), "20 working days left");
        assert_eq!(words(date!(2026 - 12 - 17)), "1 working day left");
        assert_eq!(words(target), "Due today");
        assert_eq!(words(date!(2026 - 12 - 19)), "Overdue by 1 working day");
        assert_eq!(words(date!(2026 - 12 - 22)), "Overdue by 2 working days");
    }

    #[test]
    fn a_pause_moves_the_target_by_its_working_days() {
        let (paused, resumed) = (date!(2026 - 11 - 27), date!(2026 - 12 - 01));
        assert_eq!(
            after_pause(date!(2026 - 12 - 18), paused, resumed),
            date!(2026 - 12 - 22)
        );
        assert_eq!(
            after_pause(date!(2026 - 12 - 18), paused, paused),
            date!(2026 - 12 - 18)
        );
    }
}
