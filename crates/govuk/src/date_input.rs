//! A date as three numbers.

use crate::{FormState, Legend, field_parts::FieldParts, field_parts::field_methods};
use askama::{Template, filters::HtmlSafe};

/// One of the three boxes of a date.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum DatePart {
    /// The day of the month.
    Day,
    /// The month as a number or a name.
    Month,
    /// The year in four digits.
    Year,
}

impl DatePart {
    /// All three, in the order of the boxes.
    pub const ALL: [Self; 3] = [Self::Day, Self::Month, Self::Year];

    /// The end of the box's id and name: `{field}-day`.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// The id and name of this box in the date called `field`.
    pub fn of(self, field: impl AsRef<str>) -> String {
        format!("{}-{}", field.as_ref(), self.suffix())
    }
}

/// A date as three numbers, posted as `{field}-day`, `{field}-month` and `{field}-year`.
#[derive(Clone, Template)]
#[template(path = "govuk/date_input.html")]
pub struct DateInput {
    legend: Legend,
    parts: FieldParts,
    name_prefix: Option<String>,
    values: [String; 3],
    wrong_parts: Vec<DatePart>,
}

/// One box as the template draws it.
struct DateBox {
    id: String,
    name: String,
    label: &'static str,
    width: u8,
    value: String,
    is_wrong: bool,
}

impl DateInput {
    /// An empty date.
    pub fn new(field: impl AsRef<str>, legend: impl Into<Legend>) -> Self {
        let parts = FieldParts::new(field);
        Self {
            legend: legend.into(),
            name_prefix: Some(parts.name.clone()),
            parts,
            values: [const { String::new() }; 3],
            wrong_parts: Vec::new(),
        }
    }

    field_methods!();

    fn rename_id(&mut self, id: String) {
        self.parts.rename_id(id);
    }

    /// Another start of the three names than the field; `None` for the bare names.
    #[must_use]
    pub fn name_prefix(mut self, prefix: Option<&str>) -> Self {
        self.name_prefix = prefix.map(str::to_owned);
        self
    }

    /// What the three boxes hold.
    #[must_use]
    pub fn values(
        mut self,
        day: impl Into<String>,
        month: impl Into<String>,
        year: impl Into<String>,
    ) -> Self {
        self.values = [day.into(), month.into(), year.into()];
        self
    }

    /// Which boxes the error is about; none means all three.
    #[must_use]
    pub fn wrong_parts(mut self, parts: &[DatePart]) -> Self {
        self.wrong_parts = parts.to_vec();
        self
    }

    /// What the form knows of this date: the three values, the error and which boxes it is about.
    #[must_use]
    pub fn filled_from(mut self, form: &FormState) -> Self {
        let field = self.parts.name.clone();
        self.values = DatePart::ALL.map(|part| form.value(part.of(&field)).to_owned());
        if let Some(error) = form.error_of(&field) {
            self.parts.set_error(error.to_owned());
            self.wrong_parts = form.wrong_date_parts(&field).to_vec();
        }
        self
    }

    fn boxes(&self) -> Vec<DateBox> {
        DatePart::ALL
            .into_iter()
            .zip(&self.values)
            .map(|(part, value)| DateBox {
                id: part.of(&self.parts.id),
                name: match &self.name_prefix {
                    Some(prefix) => part.of(prefix),
                    None => part.suffix().to_owned(),
                },
                label: match part {
                    DatePart::Day => "Day",
                    DatePart::Month => "Month",
                    DatePart::Year => "Year",
                },
                width: if part == DatePart::Year { 4 } else { 2 },
                value: value.clone(),
                is_wrong: self.parts.error.is_some()
                    && (self.wrong_parts.is_empty() || self.wrong_parts.contains(&part)),
            })
            .collect()
    }
}

impl HtmlSafe for DateInput {}
