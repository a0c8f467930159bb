//! A value that a form posts without showing it.

use askama::{Template, filters::HtmlSafe};

/// A value that a form posts without showing it: a token, a version, a key against double posting.
#[derive(Clone, Template)]
#[template(path = "govuk/hidden_input.html")]
pub struct HiddenInput {
    name: String,
    value: String,
}

impl HiddenInput {
    /// A hidden field.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
        }
    }
}

impl HtmlSafe for HiddenInput {}
