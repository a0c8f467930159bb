//! Why something was found: the reason, the rule, and the paragraph that the rule comes from.

use askama::Template;
use askama::filters::HtmlSafe;
use govuk::{Content, Details};
use questions::{Cite, QuestionSet, Quoted};

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

    /// With what the rule cites, word for word, and the way to the first question beside which it can
    /// be read. House rules cite nothing.
    #[must_use]
    pub fn citing(mut self, set: &QuestionSet, cites: &[Cite]) -> Self {
        let quoted: Vec<Quoted<'_>> = cites.iter().filter_map(|cite| set.quoted(cite)).collect();
        let question = quoted.iter().find_map(|quoted| quoted.question);
        self.href = question.map(|id| format!("/questions#question-{id}"));
        let titles: Vec<&str> = quoted.iter().map(|one| one.title.as_str()).collect();
        let title = format!("Read the source: {}", titles.join("; "));
        self.words = (!quoted.is_empty()).then(|| Details::new(title, words(&quoted)));
        self
    }

    /// As the value of a row.
    pub fn content(&self) -> Content {
        Content::of(self)
    }
}

/// The texts that a rule comes from, as published; several each under its title.
fn words(quoted: &[Quoted<'_>]) -> String {
    let one = |quoted: &Quoted<'_>| {
        let texts = quoted.texts.iter();
        let texts: Vec<String> = texts.map(|text| format!("“{text}”")).collect();
        texts.join("\n\n")
    };
    match quoted {
        [only] => one(only),
        several => {
            let titled = several.iter();
            let titled = titled.map(|quoted| format!("{}:\n\n{}", quoted.title, one(quoted)));
            titled.collect::<Vec<_>>().join("\n\n")
        }
    }
}
