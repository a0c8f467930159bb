//! Secondary text that opens on request.

use crate::Content;
use askama::{Template, filters::HtmlSafe};

/// Secondary text that opens on request, without a script.
#[derive(Clone, Template)]
#[template(path = "govuk/details.html")]
pub struct Details {
    summary: String,
    content: Content,
    is_open: bool,
}

impl Details {
    /// Closed details.
    pub fn new(summary: impl Into<String>, content: impl Into<Content>) -> Self {
        Self {
            summary: summary.into(),
            content: content.into(),
            is_open: false,
        }
    }

    /// Open from the start.
    #[must_use]
    pub fn open(mut self) -> Self {
        self.is_open = true;
        self
    }
}

impl HtmlSafe for Details {}
