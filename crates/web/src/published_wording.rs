//! The guidance on a question as it was published: its paragraphs, and its lists as lists.

use askama::Template;
use askama::filters::HtmlSafe;
use questions::{Passage, Question};

/// Published guidance, between paragraphs of other texts.
#[derive(Template)]
#[template(path = "_published_wording.html")]
pub struct PublishedWording<'a> {
    /// Paragraphs before it.
    pub before: Vec<String>,
    /// The published guidance.
    pub passages: &'a [Passage],
    /// Paragraphs after it.
    pub after: Vec<String>,
}

impl<'a> PublishedWording<'a> {
    /// The published guidance of a question.
    pub fn of(question: &'a Question) -> Self {
        Self {
            before: Vec::new(),
            passages: &question.guidance_published,
            after: Vec::new(),
        }
    }
}

impl HtmlSafe for PublishedWording<'_> {}
