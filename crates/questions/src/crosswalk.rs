//! Crosswalks: what another policy asks, which questions of a set speak to it, and how far the
//! answers to these go. Our reading, to help; never an assessment.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::{
    embedded::{CROSSWALKS, sets},
    question::Outcome,
    set::QuestionSet,
};

/// One other policy, compared with the questions of a set.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crosswalk {
    /// Short name, in addresses too; unique among the policies of its set.
    pub id: String,
    /// Version of this reading of the policy.
    pub version: String,
    /// The set's short name.
    pub set: String,
    /// The versions of the set whose questions it names.
    pub set_versions: Vec<String>,
    /// Title of the policy.
    pub title: String,
    /// What people call it.
    pub short_title: String,
    /// Which edition of the policy was read.
    pub dated: String,
    /// The document that the published wording comes from.
    pub source: String,
    /// Licence of the published wording.
    pub licence: String,
    /// Whose the numbers of the requirements are.
    pub numbering: String,
    /// What of the policy is not compared, in sentences.
    #[serde(default)]
    pub left_out: Vec<String>,
    /// Its requirements by principle or section, in order.
    pub groups: Vec<RequirementGroup>,
}

/// A principle or section of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequirementGroup {
    /// Its number and title.
    pub title: String,
    /// The principle itself as published, word for word; none where the policy has only paragraphs.
    #[serde(default)]
    pub published: Vec<String>,
    /// What it asks, in order.
    pub requirements: Vec<Requirement>,
}

/// One thing that a policy asks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// Its number, unique in the policy.
    pub id: String,
    /// What it asks, in our own few words.
    pub headline: String,
    /// The heading that the wording stands under, as published.
    pub under: Option<String>,
    /// The paragraphs as published, word for word.
    pub wording: Vec<String>,
    /// Ids of the questions that speak to it; none when the form does not ask.
    #[serde(default)]
    pub questions: Vec<String>,
    /// What it asks that those questions do not, in plain words for the supplier.
    pub gap: Option<String>,
}

/// How far answers go for one requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Coverage {
    /// Every question is answered and meets what it asks, and the requirement asks nothing more.
    Covered,
    /// The requirement asks more, or an answer does not plainly meet what its question asks.
    Partly,
    /// A question is not fully answered.
    Unanswered,
    /// An answer is below what its question asks.
    Below,
    /// No question speaks to it.
    NotAsked,
}

impl Coverage {
    /// Every coverage, the best first.
    pub const ALL: [Self; 5] = [
        Self::Covered,
        Self::Partly,
        Self::Unanswered,
        Self::Below,
        Self::NotAsked,
    ];

    /// The words for one requirement.
    pub fn words(self) -> &'static str {
        match self {
            Self::Covered => "Your answers cover this",
            Self::Partly => "Your answers cover this in part",
            Self::Unanswered => "Not answered yet",
            Self::Below => "An answer is below what PSN asks",
            Self::NotAsked => "Not asked by this form",
        }
    }
}

/// A requirement compared with answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared<'a> {
    /// The requirement.
    pub requirement: &'a Requirement,
    /// How far the answers go.
    pub coverage: Coverage,
    /// Its questions, each with how its answer compares with the baseline; `None` while it is not
    /// fully answered.
    pub outcomes: Vec<(&'a str, Option<Outcome>)>,
}

impl Requirement {
    /// Compares with answers, of which only the outcome of each question counts: `outcome_of` gives
    /// it, `None` for a question that is not fully answered.
    pub fn compare(&self, outcome_of: impl Fn(&str) -> Option<Outcome>) -> Compared<'_> {
        let questions = self.questions.iter();
        let outcomes: Vec<(&str, Option<Outcome>)> =
            questions.map(|id| (id.as_str(), outcome_of(id))).collect();
        let any = |wanted: Option<Outcome>| outcomes.iter().any(|(_, found)| *found == wanted);
        let coverage = if outcomes.is_empty() {
            Coverage::NotAsked
        } else if any(Some(Outcome::Below)) {
            Coverage::Below
        } else if any(None) {
            Coverage::Unanswered
        } else if self.gap.is_some() || any(Some(Outcome::Explain)) || any(Some(Outcome::Check)) {
            // The PSN team may accept an explanation; whoever wrote the other policy may not.
            Coverage::Partly
        } else {
            Coverage::Covered
        };
        Compared {
            requirement: self,
            coverage,
            outcomes,
        }
    }
}

impl Crosswalk {
    /// Every requirement in order.
    pub fn requirements(&self) -> impl Iterator<Item = &Requirement> {
        self.groups.iter().flat_map(|group| &group.requirements)
    }

    /// How many requirements there are of each coverage, the best first.
    pub fn tally(
        &self,
        outcome_of: impl Fn(&str) -> Option<Outcome>,
    ) -> [(Coverage, usize); Coverage::ALL.len()] {
        let mut tally = Coverage::ALL.map(|coverage| (coverage, 0));
        for requirement in self.requirements() {
            let found = requirement.compare(&outcome_of).coverage;
            for (coverage, count) in &mut tally {
                *count += usize::from(*coverage == found);
            }
        }
        tally
    }
}

#[expect(
    clippy::expect_used,
    reason = "the crosswalks are embedded, and a test loads every one"
)]
static ALL: LazyLock<Vec<Crosswalk>> = LazyLock::new(|| {
    let load = |(file, text): &(&str, &str)| {
        Crosswalk::load(file, text, sets()).expect("the embedded crosswalks are complete")
    };
    CROSSWALKS.iter().map(load).collect()
});

impl QuestionSet {
    /// The other policies that this version of the set is compared with, by id.
    pub fn crosswalks(&self) -> impl Iterator<Item = &'static Crosswalk> {
        let of_set =
            |one: &&Crosswalk| one.set == self.id && one.set_versions.contains(&self.version);
        ALL.iter().filter(of_set)
    }

    /// The other policy with this id.
    pub fn crosswalk(&self, id: &str) -> Option<&'static Crosswalk> {
        self.crosswalks().find(|one| one.id == id)
    }
}
