//! Help that belongs to a field.

use crate::Content;
use askama::{Template, filters::HtmlSafe};

/// Help that belongs to a field and is read out with it.
#[derive(Clone, Template)]
#[template(path = "govuk/hint.html")]
pub struct Hint {
    pub(crate) id: String,
    content: Content,
}

impl Hint {
    /// A hint with the id that its field names in `aria-describedby`.
    pub fn new(id: impl Into<String>, content: impl Into<Content>) -> Self {
        Self {
            id: id.into(),
            content: content.into(),
        }
    }
}

impl HtmlSafe for Hint {}
