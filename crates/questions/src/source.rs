//! Where rules come from: the published paragraphs that they cite.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{
    question::{Passage, Question},
    set::QuestionSet,
};

/// A published text that a rule comes from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cite {
    /// The requirement of the question with this id.
    Requirement(String),
    /// The guidance on the principle with this number.
    Guidance(u8),
    /// The passage of the set with this name.
    Passage(String),
}

/// A passage of the published guidance outside the principles.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherPassage {
    /// Where it stands.
    pub title: String,
    /// The passage, word for word.
    pub text: String,
}

/// Passages by name.
pub type OtherPassages = BTreeMap<String, OtherPassage>;

/// What is cited, with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted<'a> {
    /// What the text is, like `Requirement of 3a`.
    pub title: String,
    /// The text, word for word.
    pub texts: Vec<&'a str>,
    /// The question beside which it can be read.
    pub question: Option<&'a str>,
}

impl QuestionSet {
    /// The text of what a rule cites; none for what the set does not have.
    pub fn quoted(&self, cite: &Cite) -> Option<Quoted<'_>> {
        match cite {
            Cite::Requirement(id) => {
                let question = self.question(id)?;
                Some(Quoted {
                    title: format!("Requirement of {}", question.id),
                    texts: vec![&question.requirement_published],
                    question: Some(&question.id),
                })
            }
            Cite::Guidance(number) => {
                let question = self.first_question_of(*number)?;
                let passages = question.guidance_published.iter();
                Some(Quoted {
                    title: format!("Guidance on principle {number}"),
                    texts: passages
                        .flat_map(Passage::texts)
                        .map(String::as_str)
                        .collect(),
                    question: Some(&question.id),
                })
            }
            Cite::Passage(name) => {
                let passage = self.passages.get(name)?;
                Some(Quoted {
                    title: passage.title.clone(),
                    texts: vec![&passage.text],
                    question: None,
                })
            }
        }
    }

    /// The first question of a principle: the published guidance is that of the whole principle.
    fn first_question_of(&self, principle: u8) -> Option<&Question> {
        self.question(self.principle(principle)?.questions.first()?)
    }
}

/// What a rule cites: as it says, or as the words of its source say in data from before rules cited.
/// These have few forms: `Principle 3, requirement of question a`, `Guidance on principle 3: …`,
/// `Guidance on principles 3 and 9`, `Service description: …`, with semicolons between several.
pub(crate) fn cites(said: Option<Vec<Cite>>, source: &str) -> Vec<Cite> {
    said.unwrap_or_else(|| {
        source
            .split(';')
            .flat_map(|part| cited_by(part.trim()))
            .collect()
    })
}

fn cited_by(part: &str) -> Vec<Cite> {
    let lower = part.to_lowercase();
    if lower.starts_with("service description") {
        return vec![Cite::Passage("connections".to_owned())];
    }
    if let Some((number, question)) = lower
        .strip_prefix("principle ")
        .and_then(|rest| rest.split_once(", requirement of question "))
    {
        return vec![Cite::Requirement(format!("{number}{question}"))];
    }
    let Some(rest) = lower.strip_prefix("guidance on principle") else {
        return Vec::new();
    };
    let (numbers, _) = rest.split_once(':').unwrap_or((rest, ""));
    let words = numbers.split(|c: char| !c.is_ascii_digit());
    words
        .filter_map(|word| word.parse().ok().map(Cite::Guidance))
        .collect()
}
