//! A page that interrupts once, and lets people go on.

use crate::{Button, Content, Html, PostForm};
use askama::{Template, filters::HtmlSafe};

/// A page that interrupts once to say something, and lets people go on; its title is the `h1`.
#[derive(Clone, Template)]
#[template(path = "govuk/interruption_panel.html")]
pub struct InterruptionPanel {
    title: String,
    paragraphs: Vec<Content>,
    actions: Html,
}

#[derive(Template)]
#[template(path = "govuk/_inverse_link.html")]
struct InverseLink {
    href: String,
    text: String,
}

impl HtmlSafe for InverseLink {}

impl InterruptionPanel {
    /// A panel with a title.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            paragraphs: Vec::new(),
            actions: Html::default(),
        }
    }

    /// One more paragraph.
    #[must_use]
    pub fn paragraph(mut self, content: impl Into<Content>) -> Self {
        self.paragraphs.push(content.into());
        self
    }

    /// One more action as a button that leads somewhere.
    #[must_use]
    pub fn button_link(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        self.actions = self.actions.and(&Button::inverse(text).href(href));
        self
    }

    /// One more action as a button that posts; make it with [`Button::inverse`].
    #[must_use]
    pub fn form(mut self, form: &PostForm) -> Self {
        self.actions = self.actions.and(form);
        self
    }

    /// One more action as a link.
    #[must_use]
    pub fn link(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        let link = InverseLink {
            href: href.into(),
            text: text.into(),
        };
        self.actions = self.actions.and(&link);
        self
    }

    fn has_actions(&self) -> bool {
        !self.actions.as_str().is_empty()
    }
}

impl HtmlSafe for InterruptionPanel {}
