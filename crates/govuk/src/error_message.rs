//! The error of one field.

use askama::{Template, filters::HtmlSafe};

/// The error of one field, with "Error:" in front for screen readers.
#[derive(Clone, Template)]
#[template(path = "govuk/error_message.html")]
pub struct ErrorMessage {
    pub(crate) id: String,
    text: String,
}

impl ErrorMessage {
    /// An error message with the id that its field names in `aria-describedby`.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            text: text.into(),
        }
    }
}

impl HtmlSafe for ErrorMessage {}
