//! A short word that says in which state a thing is.

use askama::{Template, filters::HtmlSafe};

/// The colours that GOV.UK Frontend 6.6 has; turquoise and pink are deprecated and left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TagColour {
    /// The plain tag.
    Blue,
    /// Inactive.
    Grey,
    /// Good or done.
    Green,
    /// Started.
    Teal,
    /// Waiting for somebody.
    Purple,
    /// Something special.
    Magenta,
    /// Wrong or refused.
    Red,
    /// Soon a problem.
    Orange,
    /// To be looked at again.
    Yellow,
}

impl TagColour {
    fn class(self) -> Option<&'static str> {
        match self {
            Self::Blue => None,
            Self::Grey => Some("govuk-tag--grey"),
            Self::Green => Some("govuk-tag--green"),
            Self::Teal => Some("govuk-tag--teal"),
            Self::Purple => Some("govuk-tag--purple"),
            Self::Magenta => Some("govuk-tag--magenta"),
            Self::Red => Some("govuk-tag--red"),
            Self::Orange => Some("govuk-tag--orange"),
            Self::Yellow => Some("govuk-tag--yellow"),
        }
    }
}

/// A short word that says in which state a thing is; at most three short words, because it wraps.
#[derive(Clone, Template)]
#[template(path = "govuk/tag.html")]
pub struct Tag {
    text: String,
    colour: TagColour,
}

impl Tag {
    /// A tag.
    pub fn new(text: impl Into<String>, colour: TagColour) -> Self {
        Self {
            text: text.into(),
            colour,
        }
    }

    fn class(&self) -> Option<&'static str> {
        self.colour.class()
    }
}

impl HtmlSafe for Tag {}
