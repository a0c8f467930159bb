//! "There is a problem": all errors of a page, each linked to its field.

use askama::{Template, filters::HtmlSafe};

/// All errors of a page, each linked to its field.
///
/// It has `tabindex="-1" autofocus`, so the browser moves to it without a script. That works only
/// when the address has no fragment, so a form's action must not contain `#`.
#[derive(Clone, Default, Template)]
#[template(path = "govuk/error_summary.html")]
pub struct ErrorSummary {
    items: Vec<ErrorSummaryItem>,
    description: Option<String>,
}

#[derive(Clone)]
struct ErrorSummaryItem {
    target_id: Option<String>,
    text: String,
}

impl ErrorSummary {
    /// A summary without errors yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A sentence above the list.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// One more error, which leads to the field with the id `target_id`.
    #[must_use]
    pub fn error(mut self, target_id: impl Into<String>, text: impl Into<String>) -> Self {
        self.items.push(ErrorSummaryItem {
            target_id: Some(target_id.into()),
            text: text.into(),
        });
        self
    }

    /// One more error that belongs to no field.
    #[must_use]
    pub fn error_without_field(mut self, text: impl Into<String>) -> Self {
        self.items.push(ErrorSummaryItem {
            target_id: None,
            text: text.into(),
        });
        self
    }
}

impl HtmlSafe for ErrorSummary {}
