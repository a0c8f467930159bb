//! The questions beside the one that is open.

use askama::{Template, filters::HtmlSafe};

/// The questions beside the one that is open, each with its state. On narrow screens it is closed.
#[derive(Clone, Template)]
#[template(path = "govuk/question_list.html")]
pub struct QuestionList {
    summary: String,
    questions: Vec<QuestionLink>,
}

/// A link to one question.
#[derive(Clone)]
pub struct QuestionLink {
    href: String,
    text: String,
    state: String,
    is_current: bool,
}

impl QuestionLink {
    /// A link to a question and its state in words: "3c Separation", "Meets".
    pub fn new(href: impl Into<String>, text: impl Into<String>, state: impl Into<String>) -> Self {
        Self {
            href: href.into(),
            text: text.into(),
            state: state.into(),
            is_current: false,
        }
    }

    /// The question that is open.
    #[must_use]
    pub fn current(mut self, is_current: bool) -> Self {
        self.is_current = is_current;
        self
    }
}

impl QuestionList {
    /// A list without questions yet; `summary` opens it on narrow screens: "26 questions".
    pub fn new(summary: impl Into<String>) -> Self {
        Self {
            summary: summary.into(),
            questions: Vec::new(),
        }
    }

    /// More questions.
    #[must_use]
    pub fn questions(mut self, questions: impl IntoIterator<Item = QuestionLink>) -> Self {
        self.questions.extend(questions);
        self
    }
}

impl HtmlSafe for QuestionList {}
