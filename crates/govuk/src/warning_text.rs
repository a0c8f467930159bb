//! A warning about what follows.

use askama::{Template, filters::HtmlSafe};

/// A warning about what follows.
#[derive(Clone, Template)]
#[template(path = "govuk/warning_text.html")]
pub struct WarningText {
    text: String,
}

impl WarningText {
    /// A warning.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }
}

impl HtmlSafe for WarningText {}
