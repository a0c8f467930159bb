//! From a field as written to one with its kind and all its error texts.

use std::collections::BTreeMap;

use crate::{
    load::{
        LoadError,
        condition::Scope,
        messages::default_errors,
        raw::{RawField, RawKind},
    },
    page::{DateRule, Field, FieldKind},
};

/// Most characters of a field that does not say.
const TEXT_CHARS: usize = 200;
const TEXTAREA_CHARS: usize = 1500;

impl RawField {
    pub(super) fn build(mut self, scope: Scope<'_>) -> Result<Field, LoadError> {
        let kind = self.kind_of(scope)?;
        let max_chars = match self.kind {
            RawKind::Textarea | RawKind::ServiceCodes => {
                Some(self.max_chars.unwrap_or(TEXTAREA_CHARS))
            }
            RawKind::Radios | RawKind::Checkboxes | RawKind::Countries => None,
            _ => Some(self.max_chars.unwrap_or(TEXT_CHARS)),
        };
        let condition = |raw: Option<super::raw::RawCondition>| {
            raw.map(|condition| condition.build(scope)).transpose()
        };
        let subject = self.subject.unwrap_or_else(|| self.label.clone());
        let mut field = Field {
            required_if: condition(self.required_if)?,
            only_if: condition(self.only_if)?,
            show_if: condition(self.show_if)?,
            id: self.id,
            label: self.label,
            hint: self.hint,
            subject,
            kind,
            optional: self.optional,
            private: self.private,
            min_chars: self.min_chars,
            max_chars,
            errors: BTreeMap::new(),
            autocomplete: self.autocomplete,
            inputmode: self.inputmode,
            names_other_countries: self.names_other_countries,
            assures: self.assures,
            about: None,
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
                above: self.above,
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
            RawKind::ServiceCodes => FieldKind::ServiceCodes {
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
