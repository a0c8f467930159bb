//! The questions of the standard: published wording, what we ask for, and how we judge it.

use time::Date;

use crate::{condition::Condition, facts::Place, source::Cite};

/// A principle of the standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principle {
    /// Its number in the standard.
    pub number: u8,
    /// Its title.
    pub title: String,
    /// Ids of its questions, in order.
    pub questions: Vec<String>,
}

/// One question of the standard.
#[derive(Debug, Clone)]
pub struct Question {
    /// Number and letter, like "1a".
    pub id: String,
    /// Number of its principle.
    pub principle: u8,
    /// Short title in our words.
    pub title: String,
    /// The question as published, word for word.
    pub text_published: String,
    /// The requirement as published, word for word.
    pub requirement_published: String,
    /// What we judge against, in plain words.
    pub requirement_effective: String,
    /// The expected assurance as published, word for word.
    pub assurance: String,
    /// The assurance method that the published wording is compared as.
    pub assurance_compared_as: String,
    /// Guidance in our own plain words.
    pub guidance: Vec<String>,
    /// The guidance as published, word for word.
    pub guidance_published: Vec<Passage>,
    /// Why the effective requirement differs from the published one.
    pub erratum: Option<String>,
    /// What an assessor should look for.
    pub assessor_hint: String,
    /// Phrases for a decision that the question is not met.
    pub not_met_reasons: Vec<String>,
    /// Rules for the automatic baseline; the first that matches wins.
    pub baseline: Vec<Rule>,
    /// Where the wording comes from.
    pub source: String,
}

/// A part of a published text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(untagged)]
pub enum Passage {
    /// A paragraph.
    Paragraph(String),
    /// The points of a list.
    List(Vec<String>),
}

impl Passage {
    /// Its texts: of a list, each point.
    pub fn texts(&self) -> &[String] {
        match self {
            Self::Paragraph(text) => std::slice::from_ref(text),
            Self::List(points) => points,
        }
    }
}

/// One rule of a baseline.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Short name of the rule, unique in the baseline.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// When it applies.
    pub when: Condition,
    /// What it results in.
    pub outcome: Outcome,
    /// Why, in a sentence for the supplier; may hold placeholders.
    pub reason: String,
    /// The same for the team; the reason itself where that speaks to nobody.
    pub for_team: String,
    /// The rule that compares answers which this one repeats, if its condition is just that.
    pub cross_check: Option<String>,
    /// Further sentences, each under its own condition.
    pub details: Vec<Detail>,
    /// Where the rule comes from.
    pub source: String,
    /// The published texts that it comes from; none for rules of the house.
    pub cites: Vec<Cite>,
    /// The days on which it counts, of those of its book.
    pub days: Days,
}

/// The days on which something counts, in the United Kingdom.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Days {
    /// The first; none where it counts from the beginning.
    pub from: Option<Date>,
    /// The last; none while no end is known.
    pub until: Option<Date>,
}

impl Days {
    /// Whether it counts on this day.
    pub fn contain(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// The same days, beginning on this one where they have no beginning of their own.
    #[must_use]
    pub fn or_from(self, from: Option<Date>) -> Self {
        Self {
            from: self.from.or(from),
            ..self
        }
    }
}

/// A further sentence of a reason.
#[derive(Debug, Clone)]
pub struct Detail {
    /// When it is added.
    pub when: Condition,
    /// The sentence for the supplier; may hold placeholders.
    pub reason: String,
    /// The same for the team.
    pub for_team: String,
}

/// How an answer compares with the baseline. None of these ever blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Meets the requirement.
    Meets,
    /// A person should look.
    Check,
    /// The requirement allows, or the team may accept, an explanation.
    Explain,
    /// Does not meet the requirement: said once, and shown to signatory and assessors.
    Below,
}

impl Outcome {
    /// Every outcome, mildest first.
    pub const ALL: [Self; 4] = [Self::Meets, Self::Check, Self::Explain, Self::Below];

    /// The stored name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Meets => "meets",
            Self::Check => "check",
            Self::Explain => "explain",
            Self::Below => "below",
        }
    }

    /// The outcome with this stored name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }

    /// What the supplier reads.
    pub fn words_for_supplier(self) -> &'static str {
        match self {
            Self::Meets => "This meets the standard",
            Self::Check => "The PSN team will look at this",
            Self::Explain => "This needs an explanation",
            Self::Below => "This may not meet the standard",
        }
    }

    /// What the team reads.
    pub fn words_for_team(self) -> &'static str {
        match self {
            Self::Meets => "Meets",
            Self::Check => "Look at this",
            Self::Explain => "Meets with explanation",
            Self::Below => "Not met",
        }
    }
}

/// The automatic judgement of one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    /// Question id.
    pub question: String,
    /// The outcome.
    pub outcome: Outcome,
    /// Why, in words for the supplier.
    pub reason: String,
    /// Why, in words for the team.
    pub for_team: String,
    /// Id of the rule that matched.
    pub rule: String,
    /// What people call the rule.
    pub rule_name: String,
    /// The rule that compares answers which this one repeats.
    pub cross_check: Option<String>,
    /// The fields by which the rule applies; none for a rule without a condition.
    pub places: Vec<Place>,
    /// Where the rule comes from.
    pub source: String,
    /// The published texts that it comes from; none for rules of the house.
    pub cites: Vec<Cite>,
    /// Version of the book that the rule is of; where no book has rules for the question, of the set.
    pub version: String,
    /// The days on which the rule counts.
    pub days: Days,
}
