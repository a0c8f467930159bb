//! "Application submitted": the green panel at the end.

use crate::Content;
use askama::{Template, filters::HtmlSafe};

/// The green panel that says something is done; its title is the page's `h1`.
#[derive(Clone, Template)]
#[template(path = "govuk/panel.html")]
pub struct Panel {
    title: String,
    body: Option<Content>,
    reference: Option<(String, String)>,
}

impl Panel {
    /// A panel with a title.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            body: None,
            reference: None,
        }
    }

    /// A sentence under the title.
    #[must_use]
    pub fn body(mut self, body: impl Into<Content>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// A reference to keep: "Your reference", "COP-7H3K-9QXM".
    #[must_use]
    pub fn reference(mut self, name: impl Into<String>, reference: impl Into<String>) -> Self {
        self.reference = Some((name.into(), reference.into()));
        self
    }
}

impl HtmlSafe for Panel {}
