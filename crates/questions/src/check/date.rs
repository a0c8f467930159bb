//! Dates: three inputs from the browser, one ISO day when stored.

use time::{Date, Month, format_description::well_known::Iso8601};

use crate::{
    answers::{Values, first_of},
    check::Wrong,
    page::{DateRule, Field},
    reference::Reference,
    text,
};

pub(super) const PARTS: [&str; 3] = ["day", "month", "year"];

/// What to show in the three inputs of a date: day, month, year.
pub(crate) fn parts(field: &str, values: &Values) -> [String; 3] {
    let typed = PARTS.map(|part| {
        let value = first_of(values, &format!("{field}-{part}")).unwrap_or_default();
        text::normalise_line(value)
    });
    if typed.iter().any(|part| !part.is_empty()) {
        return typed;
    }
    match first_of(values, field).map(|iso| Date::parse(iso.trim(), &Iso8601::DATE)) {
        Some(Ok(day)) => [
            day.day().to_string(),
            u8::from(day.month()).to_string(),
            day.year().to_string(),
        ],
        _ => Default::default(),
    }
}

impl Field {
    pub(super) fn read_date(
        &self,
        rule: DateRule,
        sent: &Values,
        values: &mut Values,
        reference: &Reference,
    ) -> Option<Wrong> {
        let typed = parts(&self.id, sent);
        if typed.iter().all(String::is_empty) {
            let stray = first_of(sent, &self.id).is_some();
            return stray.then(|| Wrong {
                part: Some("day"),
                ..Wrong::new(self, "not_real")
            });
        }
        match self.day_of(&typed) {
            Ok(day) => {
                let iso = format!(
                    "{:04}-{:02}-{:02}",
                    day.year(),
                    u8::from(day.month()),
                    day.day()
                );
                values.insert(self.id.clone(), vec![iso]);
                let key = match rule {
                    DateRule::Past if day > reference.today => "past",
                    DateRule::Future if day <= reference.today => "future",
                    _ => return None,
                };
                Some(Wrong {
                    part: Some("day"),
                    ..Wrong::new(self, key)
                })
            }
            Err(wrong) => {
                for (part, value) in PARTS.iter().zip(typed) {
                    if !value.is_empty() {
                        values.insert(format!("{}-{part}", self.id), vec![value]);
                    }
                }
                Some(wrong)
            }
        }
    }

    fn day_of(&self, typed: &[String; 3]) -> Result<Date, Wrong> {
        let missing: Vec<&'static str> = PARTS
            .into_iter()
            .zip(typed)
            .filter(|(_, value)| value.is_empty())
            .map(|(part, _)| part)
            .collect();
        if let Some(first) = missing.first() {
            let message = format!("{} must include a {}", self.subject, missing.join(" and "));
            return Err(Wrong {
                message,
                part: Some(first),
            });
        }
        let [day, month, year] = typed;
        let not_real = |part| Wrong {
            part: Some(part),
            ..Wrong::new(self, "not_real")
        };
        let four_digits = year.len() == 4 && year.chars().all(|c| c.is_ascii_digit());
        if !four_digits {
            return Err(Wrong {
                message: "Year must include 4 numbers".to_owned(),
                part: Some("year"),
            });
        }
        let year: i32 = year.parse().map_err(|_| not_real("year"))?;
        let month = month_of(month).ok_or_else(|| not_real("month"))?;
        let day: u8 = day.parse().map_err(|_| not_real("day"))?;
        if year < 1900 {
            return Err(not_real("year"));
        }
        Date::from_calendar_date(year, month, day).map_err(|_| not_real("day"))
    }
}

/// A month as a number or as an English name of at least three letters.
fn month_of(typed: &str) -> Option<Month> {
    if let Ok(number) = typed.parse::<u8>() {
        return Month::try_from(number).ok();
    }
    let typed = typed.to_lowercase();
    let months = (1..=12).filter_map(|number| Month::try_from(number).ok());
    let named = |month: &Month| month.to_string().to_lowercase().starts_with(&typed);
    (typed.len() >= 3)
        .then(|| months.into_iter().find(named))
        .flatten()
}
