//! The label of one field.

use crate::Size;
use askama::{Template, filters::HtmlSafe};

/// The label of one field; the field sets which one it belongs to.
#[derive(Clone, Template)]
#[template(path = "govuk/label.html")]
pub struct Label {
    text: String,
    size: Option<Size>,
    is_page_heading: bool,
    is_visually_hidden: bool,
    caption: Option<String>,
    pub(crate) for_id: String,
}

impl Label {
    /// A label in the size of body text.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            size: None,
            is_page_heading: false,
            is_visually_hidden: false,
            caption: None,
            for_id: String::new(),
        }
    }

    /// A large label that is also the page's `h1`, for a page that asks one thing.
    pub fn page_heading(text: impl Into<String>) -> Self {
        Self {
            is_page_heading: true,
            ..Self::new(text).size(Size::Large)
        }
    }

    /// The same label in another size.
    #[must_use]
    pub fn size(mut self, size: Size) -> Self {
        self.size = Some(size);
        self
    }

    /// A line above the words of a page heading, such as the section.
    #[must_use]
    pub fn caption(mut self, caption: impl Into<String>) -> Self {
        self.caption = Some(caption.into());
        self
    }

    /// The same label for screen readers only, where the page shows the words elsewhere.
    #[must_use]
    pub fn visually_hidden(mut self) -> Self {
        self.is_visually_hidden = true;
        self
    }

    fn caption_suffix(&self) -> &'static str {
        self.size.unwrap_or(Size::Medium).caption_suffix()
    }
}

impl HtmlSafe for Label {}

impl<T: Into<String>> From<T> for Label {
    fn from(text: T) -> Self {
        Self::new(text)
    }
}
