//! Why something was found: the reason, the rule, and the paragraph that the rule comes from.

use askama::Template;
use askama::filters::HtmlSafe;
use govuk::{Content, Details};
use questions::{Passage, Question};

/// A reason with its rule.
#[derive(Template)]
#[template(path = "applications/_reason.html")]
pub struct Reason {
    text: String,
    rule: String,
    source: String,
    version: String,
    /// Where the source can be read; none where it is not about one question.
    href: Option<String>,
    /// What the source says, where it is a paragraph that we have.
    words: Option<Details>,
}

impl HtmlSafe for Reason {}

impl Reason {
    /// What was found by this rule of this version, which comes from this source.
    pub fn new(text: String, rule: String, source: &str, version: &str) -> Self {
        Self {
            text,
            rule,
            source: source.to_owned(),
            version: version.to_owned(),
            href: None,
            words: None,
        }
    }

    /// With the way to the question of the standard that the source is about, and what the standard
    /// says of it. House rules have neither.
    #[must_use]
    pub fn about(mut self, question: Option<&Question>) -> Self {
        let is_of_standard = self.source.to_lowercase().contains("principle");
        if let Some(question) = question.filter(|_| is_of_standard) {
            self.href = Some(format!("/questions#question-{}", question.id));
            let words = words(question, &self.source);
            self.words = (!words.is_empty())
                .then(|| Details::new(format!("Read the source of {}", question.id), words));
        }
        self
    }

    /// As the value of a row.
    pub fn content(&self) -> Content {
        Content::of(self)
    }
}

/// The paragraph that a rule comes from, as published: the requirement, or the guidance.
fn words(question: &Question, source: &str) -> String {
    if !source.starts_with("Guidance") {
        return format!("“{}”", question.requirement_published);
    }
    let passages = question.guidance_published.iter();
    let texts: Vec<String> = passages
        .map(|passage| match passage {
            Passage::Paragraph(text) => format!("“{text}”"),
            Passage::List(points) => points
                .iter()
                .map(|point| format!("“{point}”"))
                .collect::<Vec<_>>()
                .join("\n"),
        })
        .collect();
    texts.join("\n\n")
}
