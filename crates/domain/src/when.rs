//! Dates and times as people in the UK read them (GOV.UK style).
//!
//! Storage is UTC; everything shown is UK time.

use jiff::{Timestamp, tz::TimeZone};
use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time};

/// The moment in UK time: date, hour and minute of the wall clock.
#[expect(
    clippy::expect_used,
    reason = "times come from the clock or the database, within range"
)]
fn in_uk(moment: OffsetDateTime) -> PrimitiveDateTime {
    let stamp = Timestamp::from_second(moment.unix_timestamp()).expect("a time within range");
    let zone = TimeZone::get("Europe/London").expect("the time zone rules are built in");
    let zoned = stamp.to_zoned(zone);
    let month = Month::try_from(zoned.month().unsigned_abs()).expect("a month from 1 to 12");
    let date = Date::from_calendar_date(zoned.year().into(), month, zoned.day().unsigned_abs())
        .expect("a date of the calendar");
    let time = Time::from_hms(
        zoned.hour().unsigned_abs(),
        zoned.minute().unsigned_abs(),
        zoned.second().unsigned_abs(),
    )
    .expect("a time of the day");
    PrimitiveDateTime::new(date, time)
}

/// The date in the UK at this moment.
pub fn uk_date(moment: OffsetDateTime) -> Date {
    in_uk(moment).date()
}

/// `21 November 2026`.
pub fn date(date: Date) -> String {
    format!("{} {} {}", date.day(), date.month(), date.year())
}

/// `21 Nov 2026`, for tables.
pub fn short_date(date: Date) -> String {
    let month = date.month().to_string();
    format!("{} {} {}", date.day(), &month[..3], date.year())
}

/// `Friday 4 December 2026`.
pub fn date_with_weekday(day: Date) -> String {
    format!("{} {}", day.weekday(), date(day))
}

/// `4:12pm`, `4pm`, `midday` or `midnight`.
pub fn time_of_day(moment: OffsetDateTime) -> String {
    let at = in_uk(moment);
    match (at.hour(), at.minute()) {
        (0, 0) => "midnight".to_owned(),
        (12, 0) => "midday".to_owned(),
        (hour, minute) => {
            let half = if hour < 12 { "am" } else { "pm" };
            let hour = match hour % 12 {
                0 => 12,
                other => other,
            };
            if minute == 0 {
                format!("{hour}{half}")
            } else {
                format!("{hour}:{minute:02}{half}")
            }
        }
    }
}

/// `4:12pm on 21 November 2026`.
pub fn date_and_time(moment: OffsetDateTime) -> String {
    format!("{} on {}", time_of_day(moment), date(uk_date(moment)))
}

/// `today at 4:12pm` on the same day, else `4:12pm on 21 November 2026`.
pub fn relative(moment: OffsetDateTime, now: OffsetDateTime) -> String {
    if uk_date(moment) == uk_date(now) {
        format!("today at {}", time_of_day(moment))
    } else {
        date_and_time(moment)
    }
}

/// As [`relative`], to the second (`today at 4:12:07pm`): where the minute does not tell one moment
/// from another.
pub fn relative_to_the_second(moment: OffsetDateTime, now: OffsetDateTime) -> String {
    let at = in_uk(moment);
    let half = if at.hour() < 12 { "am" } else { "pm" };
    let hour = match at.hour() % 12 {
        0 => 12,
        other => other,
    };
    let time = format!("{hour}:{:02}:{:02}{half}", at.minute(), at.second());
    if uk_date(moment) == uk_date(now) {
        format!("today at {time}")
    } else {
        format!("{time} on {}", date(uk_date(moment)))
    }
}

/// `2026-11-21T16:12:00Z`, for `<time datetime>` and machines.
pub fn machine(moment: OffsetDateTime) -> String {
    let m = moment.to_offset(time::UtcOffset::UTC);
    format!(
        "{}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        m.year(),
        u8::from(m.month()),
        m.day(),
        m.hour(),
        m.minute(),
        m.second()
    )
}

/// `2026-11-21`.
pub fn iso_date(date: Date) -> String {
    format!(
        "{}-{:02}-{:02}",
        date.year(),
        u8::from(date.month()),
        date.day()
    )
}

/// Twelve months later, less a day: a certificate from 21 November 2026 is
/// valid to 20 November 2027; one from 29 February to 28 February.
pub fn twelve_months_inclusive(from: Date) -> Date {
    let year = from.year() + 1;
    let anniversary = from
        .replace_year(year)
        .ok()
        .or_else(|| Date::from_calendar_date(year, Month::March, 1).ok())
        .unwrap_or(Date::MAX);
    anniversary.previous_day().unwrap_or(anniversary)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    #[test]
    fn times_are_uk_times() {
        assert_eq!(
            date_and_time(datetime!(2026-06-01 11:00 UTC)),
            "midday on 1 June 2026"
        );
        assert_eq!(
            date_and_time(datetime!(2026-11-21 16:12 UTC)),
            "4:12pm on 21 November 2026"
        );
        assert_eq!(
            date_and_time(datetime!(2026-06-30 23:30 UTC)),
            "12:30am on 1 July 2026"
        );
        assert_eq!(short_date(date!(2026 - 11 - 21)), "21 Nov 2026");
        assert_eq!(
            date_with_weekday(date!(2026 - 12 - 04)),
            "Friday 4 December 2026"
        );
    }

    #[test]
    fn moments_of_one_minute_are_told_apart_by_the_second() {
        let moment = datetime!(2026-11-21 12:00:07 UTC);
        assert_eq!(
            relative_to_the_second(moment, datetime!(2026-11-21 16:12 UTC)),
            "today at 12:00:07pm"
        );
        assert_eq!(
            relative_to_the_second(
                datetime!(2026-06-01 05:19:32 UTC),
                datetime!(2026-11-21 16:12 UTC)
            ),
            "6:19:32am on 1 June 2026"
        );
    }

    #[test]
    fn a_certificate_lasts_twelve_months() {
        assert_eq!(
            twelve_months_inclusive(date!(2026 - 11 - 21)),
            date!(2027 - 11 - 20)
        );
        assert_eq!(
            twelve_months_inclusive(date!(2028 - 02 - 29)),
            date!(2029 - 02 - 28)
        );
        assert_eq!(
            twelve_months_inclusive(date!(2027 - 03 - 01)),
            date!(2028 - 02 - 29)
        );
    }
}
