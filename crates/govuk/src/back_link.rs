//! The way back.

use askama::{Template, filters::HtmlSafe};

/// The way back, in a navigation landmark of its own: GOV.UK's position is outside of every landmark.
#[derive(Clone, Template)]
#[template(path = "govuk/back_link.html")]
pub struct BackLink {
    href: String,
    text: String,
}

impl BackLink {
    /// "Back" to `href`.
    pub fn new(href: impl Into<String>) -> Self {
        Self {
            href: href.into(),
            text: "Back".to_owned(),
        }
    }

    /// Other words than "Back", such as "Back to your application".
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }
}

impl HtmlSafe for BackLink {}
