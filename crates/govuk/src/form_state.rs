//! What was typed into a form, and what is wrong with it.

use crate::{DatePart, ErrorSummary};
use std::collections::BTreeMap;
use std::fmt::{Debug, Formatter, Result as FormatResult};

/// What was typed into a form, and what is wrong with it.
///
/// Fields are named by anything that is a string: a literal, a `String` from a question set, or a
/// `Field` enum of one form with `AsRef<str>`. Components take their value and error from here with
/// `filled_from`, so the words in the summary and beside the field are the same. Its `Debug` shows
/// names of fields only, so that no answer gets into a log.
#[derive(Clone, Default)]
pub struct FormState {
    values: BTreeMap<String, Vec<String>>,
    errors: Vec<FormError>,
}

#[derive(Clone)]
struct FormError {
    field: String,
    target_id: String,
    message: String,
    date_parts: Vec<DatePart>,
}

impl FormState {
    /// An empty form.
    pub fn new() -> Self {
        Self::default()
    }

    /// A form that keeps what was typed. A name that comes again adds a value, as checkboxes do.
    pub fn keeping<F: AsRef<str>, V: Into<String>>(
        typed: impl IntoIterator<Item = (F, V)>,
    ) -> Self {
        let mut form = Self::default();
        for (field, value) in typed {
            form.values
                .entry(field.as_ref().to_owned())
                .or_default()
                .push(value.into());
        }
        form
    }

    /// Replaces what is kept for a field, for example by what was saved.
    pub fn set(&mut self, field: impl AsRef<str>, value: impl Into<String>) {
        self.values
            .insert(field.as_ref().to_owned(), vec![value.into()]);
    }

    /// Replaces what is kept for a field of several values.
    pub fn set_all<V: Into<String>>(
        &mut self,
        field: impl AsRef<str>,
        values: impl IntoIterator<Item = V>,
    ) {
        let values = values.into_iter().map(Into::into).collect();
        self.values.insert(field.as_ref().to_owned(), values);
    }

    /// Drops what was typed into a field, for passwords and codes.
    #[must_use]
    pub fn forgetting(mut self, field: impl AsRef<str>) -> Self {
        self.values.remove(field.as_ref());
        self
    }

    /// The value of a field, empty if there is none.
    pub fn value(&self, field: impl AsRef<str>) -> &str {
        self.values(field).first().map_or("", String::as_str)
    }

    /// All values of a field, in the order in which they came.
    pub fn values(&self, field: impl AsRef<str>) -> &[String] {
        self.values.get(field.as_ref()).map_or(&[], Vec::as_slice)
    }

    /// Whether `value` is among the values of a field.
    pub fn has_value(&self, field: impl AsRef<str>, value: &str) -> bool {
        self.values(field).iter().any(|kept| kept == value)
    }

    /// Adds an error; add them in the order of the fields on the page. For a date use
    /// [`FormState::date_error`].
    pub fn error(&mut self, field: impl AsRef<str>, message: impl Into<String>) {
        let field = field.as_ref().to_owned();
        self.add(field.clone(), field, message.into(), Vec::new());
    }

    /// Adds an error to a date: the summary leads to the first of `parts`, and only those are marked.
    /// No parts means all three.
    pub fn date_error(
        &mut self,
        field: impl AsRef<str>,
        parts: &[DatePart],
        message: impl Into<String>,
    ) {
        let field = field.as_ref().to_owned();
        let target_id = parts.iter().min().unwrap_or(&DatePart::Day).of(&field);
        self.add(field, target_id, message.into(), parts.to_vec());
    }

    /// Adds an error whose link leads to an element with another id than the field's name.
    pub fn error_at(
        &mut self,
        field: impl AsRef<str>,
        target_id: impl Into<String>,
        message: impl Into<String>,
    ) {
        self.add(
            field.as_ref().to_owned(),
            target_id.into(),
            message.into(),
            Vec::new(),
        );
    }

    fn add(
        &mut self,
        field: String,
        target_id: String,
        message: String,
        date_parts: Vec<DatePart>,
    ) {
        self.errors.push(FormError {
            field,
            target_id,
            message,
            date_parts,
        });
    }

    /// Takes a parsed value, or adds the words of its error.
    pub fn take<T, E>(
        &mut self,
        field: impl AsRef<str>,
        parsed: Result<T, E>,
        words: impl FnOnce(E) -> String,
    ) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(error) => {
                self.error(field, words(error));
                None
            }
        }
    }

    /// The error of a field; the first one, if it has several.
    pub fn error_of(&self, field: impl AsRef<str>) -> Option<&str> {
        self.first_error(field.as_ref())
            .map(|error| error.message.as_str())
    }

    /// Every error of a field, in order.
    pub fn errors_of<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a str> {
        self.errors()
            .filter(move |(name, _)| *name == field)
            .map(|(_, message)| message)
    }

    /// Which boxes of a date are wrong; none means all.
    pub fn wrong_date_parts(&self, field: impl AsRef<str>) -> &[DatePart] {
        self.first_error(field.as_ref())
            .map_or(&[], |error| error.date_parts.as_slice())
    }

    fn first_error(&self, field: &str) -> Option<&FormError> {
        self.errors.iter().find(|error| error.field == field)
    }

    /// All errors as field and message, in order.
    pub fn errors(&self) -> impl Iterator<Item = (&str, &str)> {
        self.errors
            .iter()
            .map(|error| (error.field.as_str(), error.message.as_str()))
    }

    /// Whether anything is wrong.
    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// "There is a problem" with a link to each field; `None` when nothing is wrong.
    pub fn summary(&self) -> Option<ErrorSummary> {
        if self.errors.is_empty() {
            return None;
        }
        let add = |summary: ErrorSummary, error: &FormError| {
            summary.error(&error.target_id, &error.message)
        };
        Some(self.errors.iter().fold(ErrorSummary::new(), add))
    }
}

impl Debug for FormState {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> FormatResult {
        let wrong: Vec<&str> = self
            .errors
            .iter()
            .map(|error| error.field.as_str())
            .collect();
        formatter
            .debug_struct("FormState")
            .field("fields", &self.values.keys())
            .field("wrong", &wrong)
            .finish_non_exhaustive()
    }
}
