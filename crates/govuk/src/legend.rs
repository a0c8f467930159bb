//! The legend of a group of fields.

use crate::Size;
use askama::{Template, filters::HtmlSafe};

/// The legend of a group of fields: radios, checkboxes, a date or a [`crate::Fieldset`].
#[derive(Clone, Template)]
#[template(path = "govuk/legend.html")]
pub struct Legend {
    text: String,
    size: Option<Size>,
    is_page_heading: bool,
    is_visually_hidden: bool,
    caption: Option<String>,
}

impl Legend {
    /// A legend in the size of body text.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            size: None,
            is_page_heading: false,
            is_visually_hidden: false,
            caption: None,
        }
    }

    /// A large legend that is also the page's `h1`, for a page that asks one thing.
    pub fn page_heading(text: impl Into<String>) -> Self {
        Self {
            is_page_heading: true,
            ..Self::new(text).size(Size::Large)
        }
    }

    /// The same legend in another size.
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

    /// The same legend for screen readers only, where the page shows the words elsewhere.
    #[must_use]
    pub fn visually_hidden(mut self) -> Self {
        self.is_visually_hidden = true;
        self
    }

    fn caption_suffix(&self) -> &'static str {
        self.size.unwrap_or(Size::Medium).caption_suffix()
    }
}

impl HtmlSafe for Legend {}

impl<T: Into<String>> From<T> for Legend {
    fn from(text: T) -> Self {
        Self::new(text)
    }
}
