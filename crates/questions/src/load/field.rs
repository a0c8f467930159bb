//! From a field as written to one with its kind and all its error texts.

use std::collections::BTreeMap;

use crate::{
    load::{
        LoadError,
        condition::Scope,
        raw::{RawField, RawKind},
    },
    page::{DateRule, Field, FieldKind},
    text::grouped,
};

/// Most characters of a field that does not say.
const TEXT_CHARS: usize = 200;
const TEXTAREA_CHARS: usize = 1500;

impl RawField {
    pub(super) fn build(mut self, scope: Scope<'_>) -> Result<Field, LoadError> {
        let kind = self.kind_of(scope)?;
        let max_chars = match self.kind {
            RawKind::Textarea => Some(self.max_chars.unwrap_or(TEXTAREA_CHARS)),
            RawKind::Radios | RawKind::Checkboxes | RawKind::Countries => None,
            _ => Some(self.max_chars.unwrap_or(TEXT_CHARS)),
        };
        let condition = |raw: Option<super::raw::RawCondition>| {
            raw.map(|condition| condition.build(scope)).transpose()
        };
        let subject = self.subject.unwrap_or_else(|| self.label.clone());
        let mut field = Field {
            required_if: condition(self.required_if)?,
            show_if: condition(self.show_if)?,
            id: self.id,
            label: self.label,
            hint: self.hint,
            subject,
            kind,
            optional: self.optional,
            min_chars: self.min_chars,
            max_chars,
            errors: BTreeMap::new(),
            autocomplete: self.autocomplete,
            inputmode: self.inputmode,
        };
        field.errors = default_errors(&field);
        field.errors.extend(self.errors);
        Ok(field)
    }

    fn kind_of(&mut self, scope: Scope<'_>) -> Result<FieldKind, LoadError> {
        let id = self.id.clone();
        let needed = |what: &str| LoadError::Wrong {
            file: scope.file.to_owned(),
            what: format!("field {id} needs `{what}`"),
        };
        let choices = std::mem::take(&mut self.choices);
        let has_choices = matches!(self.kind, RawKind::Radios | RawKind::Checkboxes);
        if has_choices && choices.is_empty() {
            return Err(needed("choices"));
        }
        Ok(match self.kind {
            RawKind::Text => FieldKind::Text,
            RawKind::Textarea => FieldKind::Textarea,
            RawKind::Number => FieldKind::Number {
                decimal: self.decimal,
                min: self.min,
                max: self.max,
                suffix: self.suffix.take(),
                downtime_by: self.downtime_by.take(),
            },
            RawKind::Radios => FieldKind::Radios(choices),
            RawKind::Checkboxes => FieldKind::Checkboxes {
                choices,
                exclusive: std::mem::take(&mut self.exclusive),
            },
            RawKind::DatePast => FieldKind::Date(DateRule::Past),
            RawKind::DateFuture => FieldKind::Date(DateRule::Future),
            RawKind::DateAny => FieldKind::Date(DateRule::Any),
            RawKind::Email => FieldKind::Email,
            RawKind::Phone => FieldKind::Phone,
            RawKind::Countries => FieldKind::Countries {
                group: self.group.take().ok_or_else(|| needed("group"))?,
            },
            RawKind::TextList => FieldKind::TextList {
                max_items: self.max_items.ok_or_else(|| needed("max_items"))?,
            },
            RawKind::CompanyNumber => FieldKind::CompanyNumber,
            RawKind::CharityNumber => FieldKind::CharityNumber {
                register: self.register.take().ok_or_else(|| needed("register"))?,
            },
            RawKind::Postcode => FieldKind::Postcode {
                country: self.country.take(),
            },
            RawKind::Lookup => FieldKind::Lookup {
                not_listed: choices.into_iter().next(),
            },
            RawKind::Filled => FieldKind::Filled,
        })
    }
}

/// The sentences that follow from the kind; data may replace any of them.
fn default_errors(field: &Field) -> BTreeMap<String, String> {
    let subject = &field.subject;
    let mut errors = BTreeMap::new();
    let mut add = |key: &str, text: String| {
        errors.insert(key.to_owned(), text);
    };
    if let Some(max) = field.max_chars {
        add(
            "control",
            format!("{subject} must not include control characters"),
        );
        add(
            "too_long",
            format!("{subject} must be {} characters or less", grouped(max)),
        );
    }
    if let Some(min) = field.min_chars {
        add(
            "too_short",
            format!("{subject} must be {} characters or more", grouped(min)),
        );
    }
    match &field.kind {
        FieldKind::Number {
            decimal, min, max, ..
        } => {
            let number = if *decimal {
                "number, like 99.5"
            } else {
                "whole number, like 14"
            };
            add("not_number", format!("{subject} must be a {number}"));
            let range = match (min, max) {
                (Some(min), Some(max)) => format!("must be between {min} and {max}"),
                (Some(min), None) => format!("must be {min} or more"),
                (None, Some(max)) => format!("must be {max} or less"),
                (None, None) => "must be a number".to_owned(),
            };
            add("range", format!("{subject} {range}"));
        }
        FieldKind::Date(_) => {
            add("not_real", format!("{subject} must be a real date"));
            add("past", format!("{subject} must be in the past"));
            add("future", format!("{subject} must be in the future"));
        }
        FieldKind::Email => {
            let text = "Enter an email address in the correct format, like name@example.com";
            add("format", text.to_owned());
        }
        FieldKind::Phone => {
            let examples = "01632 960 001, 07700 900 982 or +44 808 157 0192";
            add("format", format!("Enter a phone number, like {examples}"));
        }
        FieldKind::CompanyNumber => add("format", format!("{subject} must be 8 characters")),
        FieldKind::CharityNumber { .. } => {
            add("format", format!("{subject} must be 6 or 7 numbers"));
            let like = "must be SC and 6 numbers, like SC012345";
            add("format_scotland", format!("{subject} {like}"));
            let like = "must be NIC and 6 numbers, like NIC101234";
            add("format_northern_ireland", format!("{subject} {like}"));
        }
        FieldKind::Postcode { .. } => add("format", "Enter a full UK postcode".to_owned()),
        FieldKind::TextList { max_items } => {
            add("too_many", format!("Enter {max_items} or fewer"));
        }
        FieldKind::Radios(_) => add("unknown", "Select one of the options".to_owned()),
        FieldKind::Checkboxes { .. } | FieldKind::Countries { .. } => {
            add("unknown", "Select from the options".to_owned());
        }
        FieldKind::Text | FieldKind::Textarea | FieldKind::Lookup { .. } | FieldKind::Filled => {}
    }
    errors
}
