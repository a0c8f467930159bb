//! Text that stands out from the rest.

use crate::Content;
use askama::{Template, filters::HtmlSafe};

/// Text that stands out from the rest.
#[derive(Clone, Template)]
#[template(path = "govuk/inset_text.html")]
pub struct InsetText {
    content: Content,
}

impl InsetText {
    /// An inset.
    pub fn new(content: impl Into<Content>) -> Self {
        Self {
            content: content.into(),
        }
    }
}

impl HtmlSafe for InsetText {}
