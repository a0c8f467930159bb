//! What fills a slot of a component: text, a link, or the HTML of other components.

use crate::{Html, Prose};
use askama::{Template, filters::HtmlSafe};

/// What fills a slot of a component.
///
/// `From<&str>` and `From<String>` escape the text and keep its line breaks.
#[derive(Clone, Template)]
#[template(path = "govuk/content.html")]
pub enum Content {
    /// One line of text.
    Text(String),
    /// Several lines or paragraphs of text.
    Prose(Prose),
    /// A link: where it leads, what it says, and more words that only screen readers say.
    Link {
        /// Where the link leads.
        href: String,
        /// The visible words.
        text: String,
        /// Words after the visible ones that only screen readers say.
        hidden: Option<String>,
    },
    /// HTML drawn by components.
    Html(Html),
}

impl Content {
    /// A link that says `text` and leads to `href`.
    pub fn link(href: impl Into<String>, text: impl Into<String>) -> Self {
        Self::Link {
            href: href.into(),
            text: text.into(),
            hidden: None,
        }
    }

    /// A link with words after the visible ones that only screen readers say, for links that repeat.
    pub fn link_about(
        href: impl Into<String>,
        text: impl Into<String>,
        hidden: impl Into<String>,
    ) -> Self {
        Self::Link {
            href: href.into(),
            text: text.into(),
            hidden: Some(hidden.into()),
        }
    }

    /// The HTML of a component or of a page fragment.
    pub fn of(component: &impl HtmlSafe) -> Self {
        Self::Html(Html::of(component))
    }

    /// Its words as plain text; paragraphs are parted by an empty line. HTML of components has none.
    pub fn words(&self) -> String {
        match self {
            Self::Text(text) | Self::Link { text, .. } => text.clone(),
            Self::Prose(prose) => prose.words(),
            Self::Html(_) => String::new(),
        }
    }
}

impl HtmlSafe for Content {}

impl From<String> for Content {
    fn from(text: String) -> Self {
        if text.trim_end().contains('\n') {
            Self::Prose(Prose::within(&text))
        } else {
            Self::Text(text)
        }
    }
}

impl From<&str> for Content {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<&String> for Content {
    fn from(text: &String) -> Self {
        text.clone().into()
    }
}

impl From<Html> for Content {
    fn from(html: Html) -> Self {
        Self::Html(html)
    }
}
