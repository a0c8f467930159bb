//! Tests of the values of one field.

use time::{Date, format_description::well_known::Iso8601};

use super::Context;
use crate::{
    reference::{Reference, Standing, all_countries},
    text,
};

/// A test of the values of one field.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// There is an answer (`true`) or none (`false`).
    Answered(bool),
    /// At least one of these values was chosen.
    AnyOf(Vec<String>),
    /// All of these values were chosen.
    AllOf(Vec<String>),
    /// None of these values was chosen; also holds without an answer.
    NoneOf(Vec<String>),
    /// The number is less than this.
    LessThan(f64),
    /// The number is more than this.
    MoreThan(f64),
    /// The number is this or more.
    AtLeast(f64),
    /// The text contains one of these words or phrases, in any case.
    ContainsWords(Vec<String>),
    /// How the chosen countries stand in the reference list of today.
    Countries(CountryTest),
    /// The day is more than this many months before today.
    OlderThanMonths(u8),
    /// The text contains something of this shape.
    LooksLike(text::Shape),
    /// The text contains the name of a server with one of these endings.
    HostNameEndingIn(Vec<String>),
    /// The day is less than this many months after today, or past.
    WithinMonths(u8),
    /// The day is before the day that has this name.
    Before(String),
    /// One of the values is, in any case, among those that have this name.
    Among(String),
    /// The domain of the email address is one of these.
    EmailDomainIn(Vec<String>),
    /// The text is copied from one of these.
    CopiedFrom(Vec<String>),
}

/// A question about chosen countries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountryTest {
    /// Each is allowed today, fully or partly.
    AllAllowed,
    /// At least one is not allowed today.
    SomeNotAllowed,
    /// At least one is allowed only under a condition.
    SomePartial,
    /// At least one is or was allowed only under a condition, on whatever day; needs no list.
    SomeEverPartial,
}

impl Test {
    /// Whether the test holds for these values.
    pub fn holds(&self, values: &[String], context: &Context<'_>) -> bool {
        let reference = context.reference();
        let chosen = |value: &String| values.contains(value);
        match self {
            Self::Answered(expected) => {
                values.iter().any(|value| !value.trim().is_empty()) == *expected
            }
            Self::AnyOf(list) => list.iter().any(chosen),
            Self::AllOf(list) => list.iter().all(chosen),
            Self::NoneOf(list) => !list.iter().any(chosen),
            Self::LessThan(limit) => number(values).is_some_and(|number| number < *limit),
            Self::MoreThan(limit) => number(values).is_some_and(|number| number > *limit),
            Self::AtLeast(limit) => number(values).is_some_and(|number| number >= *limit),
            Self::ContainsWords(words) => values
                .iter()
                .any(|value| words.iter().any(|word| text::has_phrase(value, word))),
            Self::Countries(CountryTest::SomeEverPartial) => values.iter().any(ever_partial),
            Self::Countries(test) => reference.is_some_and(|today| test.holds(values, today)),
            Self::OlderThanMonths(months) => reference.is_some_and(|reference| {
                day(values).is_some_and(|day| day < months_before(reference.today, *months))
            }),
            Self::WithinMonths(months) => reference.is_some_and(|reference| {
                day(values).is_some_and(|day| months_before(day, *months) < reference.today)
            }),
            Self::Before(name) => match (day(values), day(context.known(name))) {
                (Some(day), Some(limit)) => day < limit,
                _ => false,
            },
            Self::Among(name) => {
                let known = context.known(name);
                let is_known = |value: &String| {
                    let value = value.trim().to_lowercase();
                    known
                        .iter()
                        .any(|other| other.trim().to_lowercase() == value)
                };
                values.iter().any(is_known)
            }
            Self::LooksLike(shape) => values.iter().any(|value| shape.is_in(value)),
            Self::HostNameEndingIn(ends) => {
                let is_end = |end: &str| ends.iter().any(|other| other == end);
                values
                    .iter()
                    .any(|value| text::has_host_name(value, is_end))
            }
            Self::EmailDomainIn(domains) => values.iter().any(|value| {
                let domain = value
                    .rsplit_once('@')
                    .map(|(_, domain)| domain.to_lowercase());
                domain.is_some_and(|domain| domains.contains(&domain))
            }),
            Self::CopiedFrom(sources) => values
                .iter()
                .any(|value| sources.iter().any(|from| text::is_copied(value, from))),
        }
    }
}

impl Test {
    /// The name that the test compares with, if it does.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Self::Before(name) | Self::Among(name) => Some(name),
            _ => None,
        }
    }
}

impl CountryTest {
    fn holds(self, codes: &[String], reference: &Reference) -> bool {
        let mut standings = codes.iter().map(|code| reference.standing(code));
        match self {
            Self::AllAllowed => standings.all(|standing| standing != Standing::NotAllowed),
            Self::SomeNotAllowed => standings.any(|standing| standing == Standing::NotAllowed),
            Self::SomePartial => standings.any(|standing| matches!(standing, Standing::Partial(_))),
            Self::SomeEverPartial => codes.iter().any(ever_partial),
        }
    }
}

/// Whether any entry of a country, in force or not, has a condition.
fn ever_partial(code: &String) -> bool {
    let mut entries = all_countries().iter();
    entries.any(|country| country.code == *code && country.partial)
}

fn day(values: &[String]) -> Option<Date> {
    Date::parse(values.first()?, &Iso8601::DATE).ok()
}

fn number(values: &[String]) -> Option<f64> {
    text::Decimal::parse(values.first()?).map(|decimal| decimal.value)
}

/// The same day some months earlier, or the last day of that month.
fn months_before(day: Date, months: u8) -> Date {
    let mut year = day.year();
    let mut month = day.month();
    for _ in 0..months {
        month = month.previous();
        if month == time::Month::December {
            year -= 1;
        }
    }
    let last = month.length(year);
    Date::from_calendar_date(year, month, day.day().min(last)).unwrap_or(day)
}
