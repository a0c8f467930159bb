//! A form that is nothing but its button.

use crate::{Button, HiddenInput};
use askama::{Template, filters::HtmlSafe};

/// A form that is nothing but its button, for an action that needs no answer: Remove, Keep this answer.
#[derive(Clone, Template)]
#[template(path = "govuk/post_form.html")]
pub struct PostForm {
    action: String,
    hidden: Vec<HiddenInput>,
    button: Button,
}

impl PostForm {
    /// A form that posts the token `csrf` to `action`.
    pub fn new(action: impl Into<String>, csrf: HiddenInput, button: Button) -> Self {
        Self {
            action: action.into(),
            hidden: vec![csrf],
            button,
        }
    }

    /// One more hidden value.
    #[must_use]
    pub fn hidden(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.hidden.push(HiddenInput::new(name, value));
        self
    }
}

impl HtmlSafe for PostForm {}
