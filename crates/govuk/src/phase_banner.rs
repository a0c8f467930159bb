//! That the service is new, and how to say what one thinks of it.

use crate::Content;
use askama::{Template, filters::HtmlSafe};

/// That the service is new, and how to say what one thinks of it.
#[derive(Clone, Template)]
#[template(path = "govuk/phase_banner.html")]
pub struct PhaseBanner {
    tag: String,
    text: String,
    link: Option<Content>,
}

impl PhaseBanner {
    /// A word such as "Beta" or "Demonstration", and a sentence.
    pub fn new(tag: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            tag: tag.into(),
            text: text.into(),
            link: None,
        }
    }

    /// A link after the sentence.
    #[must_use]
    pub fn link(mut self, href: impl Into<String>, text: impl Into<String>) -> Self {
        self.link = Some(Content::link(href, text));
        self
    }
}

impl HtmlSafe for PhaseBanner {}
