//! HTML that is known to be safe, because something that escapes has drawn it.

use askama::filters::HtmlSafe;
use std::fmt::{Display, Formatter, Result};

/// HTML drawn by a component or by a page's own template.
///
/// It can only be made from a value whose type promises [`HtmlSafe`], never from a string, so text
/// from a person cannot become markup by way of this type.
#[derive(Clone, Default)]
pub struct Html(String);

impl Html {
    /// Draws `component` now and keeps the result.
    pub fn of(component: &impl HtmlSafe) -> Self {
        Self(component.to_string())
    }

    /// The same HTML followed by `component`.
    #[must_use]
    pub fn and(mut self, component: &impl HtmlSafe) -> Self {
        self.0.push_str(&component.to_string());
        self
    }

    /// The markup, for tests and for handing to a response.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Display for Html {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        formatter.write_str(&self.0)
    }
}

impl HtmlSafe for Html {}
