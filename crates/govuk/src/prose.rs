//! Text that a person typed, with its paragraphs and line breaks.

use askama::{Template, filters::HtmlSafe};

/// Text that a person typed: blank lines separate paragraphs, other line breaks are kept by style,
/// and a long unbroken word wraps.
#[derive(Clone, Template)]
#[template(path = "govuk/prose.html")]
pub struct Prose {
    paragraphs: Vec<String>,
    is_body: bool,
}

impl Prose {
    /// Paragraphs in the size of body text, for use directly in a page.
    pub fn new(text: &str) -> Self {
        Self {
            is_body: true,
            ..Self::within(text)
        }
    }

    /// Paragraphs in the size of whatever surrounds them, for use inside a component.
    pub fn within(text: &str) -> Self {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let paragraphs = text
            .split("\n\n")
            .map(|paragraph| paragraph.trim_matches('\n').to_owned())
            .filter(|paragraph| !paragraph.trim().is_empty())
            .collect();
        Self {
            paragraphs,
            is_body: false,
        }
    }

    /// The text, its paragraphs parted by an empty line.
    pub fn words(&self) -> String {
        self.paragraphs.join("\n\n")
    }
}

impl HtmlSafe for Prose {}
