//! A date of a form of the team, as three boxes.

use crate::forms::Posted;
use govuk::{DatePart, FormState};
use time::{Date, Month};

/// A date as it was typed.
pub struct DateField {
    name: String,
    parts: [String; 3],
}

impl DateField {
    /// Takes the three boxes of the date called `name`.
    pub fn take(posted: &mut Posted, name: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            parts: DatePart::ALL.map(|part| posted.take(&part.of(&name))),
            name,
        }
    }

    /// A date that the form begins with; empty boxes when there is none.
    pub fn of(name: impl Into<String>, date: Option<Date>) -> Self {
        Self {
            name: name.into(),
            parts: date.map_or_else(Default::default, |date| {
                [
                    date.day().to_string(),
                    u8::from(date.month()).to_string(),
                    date.year().to_string(),
                ]
            }),
        }
    }

    /// Keeps what was typed in the form.
    pub fn keep(&self, form: &mut FormState) {
        for (part, text) in DatePart::ALL.into_iter().zip(&self.parts) {
            form.set(part.of(&self.name), text);
        }
    }

    /// The date, or its error in the form: `missing` when nothing was typed, what is
    /// missing of it, or that `subject` must be a real date.
    pub fn parse(&self, form: &mut FormState, missing: &str, subject: &str) -> Option<Date> {
        let date = self.date();
        if date.is_none() {
            let empty = self.empty();
            let names: Vec<&str> = empty.iter().map(|part| name_of(*part)).collect();
            let (parts, message) = match names.as_slice() {
                [] => (&[] as &[DatePart], format!("{subject} must be a real date")),
                [_, _, _] => (&[] as &[DatePart], missing.to_owned()),
                names => {
                    let names = names.join(" and ");
                    (
                        empty.as_slice(),
                        format!("{subject} must include a {names}"),
                    )
                }
            };
            form.date_error(&self.name, parts, message);
        }
        date
    }

    /// The date; none without an error when nothing was typed.
    pub fn parse_optional(&self, form: &mut FormState, subject: &str) -> Option<Date> {
        if self.is_empty() {
            return None;
        }
        self.parse(form, "", subject)
    }

    /// True when nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.empty().len() == DatePart::ALL.len()
    }

    /// The boxes in which nothing was typed.
    fn empty(&self) -> Vec<DatePart> {
        let boxes = DatePart::ALL.into_iter().zip(&self.parts);
        let empty = boxes.filter(|(_, text)| text.trim().is_empty());
        empty.map(|(part, _)| part).collect()
    }

    fn date(&self) -> Option<Date> {
        let [day, month, year] = &self.parts;
        let month: u8 = month.trim().parse().ok()?;
        let year: i32 = year.trim().parse().ok()?;
        let month = Month::try_from(month).ok()?;
        let date = Date::from_calendar_date(year, month, day.trim().parse().ok()?).ok()?;
        (2000..=2999).contains(&year).then_some(date)
    }
}

fn name_of(part: DatePart) -> &'static str {
    match part {
        DatePart::Day => "day",
        DatePart::Month => "month",
        DatePart::Year => "year",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn parse(day: &str, month: &str, year: &str) -> Result<Date, String> {
        let field = DateField {
            name: "due".to_owned(),
            parts: [day.into(), month.into(), year.into()],
        };
        let mut form = FormState::new();
        let date = field.parse(&mut form, "Enter a date", "The date");
        date.ok_or_else(|| form.error_of("due").unwrap_or_default().to_owned())
    }

    #[test]
    fn dates_are_read_as_people_type_them() {
        assert_eq!(parse(" 27", "03 ", "2027"), Ok(date!(2027 - 03 - 27)));
        let unreal = Err("The date must be a real date".to_owned());
        assert_eq!(parse("30", "2", "2027"), unreal);
        assert_eq!(parse("27", "3", "27"), unreal);
        assert_eq!(parse("", " ", ""), Err("Enter a date".to_owned()));
        let partly = |missing: &str| Err(format!("The date must include a {missing}"));
        assert_eq!(parse("27", "", "2027"), partly("month"));
        assert_eq!(parse("", "", "2027"), partly("day and month"));
    }
}
