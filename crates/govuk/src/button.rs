//! Buttons, and links that look like buttons.

use askama::{Template, filters::HtmlSafe};

/// How a button looks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Primary,
    Secondary,
    Warning,
    Inverse,
    Start,
}

/// A button that posts its form, or a link that looks like a button.
#[derive(Clone, Template)]
#[template(path = "govuk/button.html")]
pub struct Button {
    text: String,
    look: Look,
    href: Option<String>,
    name: Option<String>,
    value: Option<String>,
    form_id: Option<String>,
}

impl Button {
    fn new(text: impl Into<String>, look: Look) -> Self {
        Self {
            text: text.into(),
            look,
            href: None,
            name: None,
            value: None,
            form_id: None,
        }
    }

    /// The main action; the first in its form, because Enter presses the first.
    pub fn primary(text: impl Into<String>) -> Self {
        Self::new(text, Look::Primary)
    }

    /// Another action beside the main one.
    pub fn secondary(text: impl Into<String>) -> Self {
        Self::new(text, Look::Secondary)
    }

    /// An action that destroys something, on the last page before it happens.
    pub fn warning(text: impl Into<String>) -> Self {
        Self::new(text, Look::Warning)
    }

    /// A button on a dark background.
    pub fn inverse(text: impl Into<String>) -> Self {
        Self::new(text, Look::Inverse)
    }

    /// The link that starts a service, with an arrow.
    pub fn start(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self::new(text, Look::Start).href(href)
    }

    /// Makes it a link; a link must never change anything.
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// What this button posts, to tell it from the other buttons of the form.
    #[must_use]
    pub fn posting(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self.value = Some(value.into());
        self
    }

    /// The id of the form that this button posts, when it stands outside of it.
    #[must_use]
    pub fn of_form(mut self, form_id: impl Into<String>) -> Self {
        self.form_id = Some(form_id.into());
        self
    }

    fn class(&self) -> &'static str {
        match self.look {
            Look::Primary => "govuk-button",
            Look::Secondary => "govuk-button govuk-button--secondary",
            Look::Warning => "govuk-button govuk-button--warning",
            Look::Inverse => "govuk-button govuk-button--inverse",
            Look::Start => "govuk-button govuk-button--start",
        }
    }

    fn is_start(&self) -> bool {
        self.look == Look::Start
    }
}

impl HtmlSafe for Button {}
