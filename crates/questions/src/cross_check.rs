//! Rules that compare answers with each other.

use crate::{
    answers::Answers,
    condition::{Condition, Context},
    phrase,
    question::Outcome,
    reference::Reference,
    set::QuestionSet,
};

/// A rule that compares answers with each other.
#[derive(Debug, Clone)]
pub struct CrossCheckRule {
    /// Id, like "X4"; several rules may share one.
    pub id: String,
    /// When it applies.
    pub when: Condition,
    /// What it results in.
    pub outcome: Outcome,
    /// What to look at; may hold placeholders.
    pub message: String,
    /// The questions it is about.
    pub questions: Vec<String>,
    /// The pages where it can be put right.
    pub pages: Vec<String>,
    /// Where the rule comes from.
    pub source: String,
}

/// A rule that applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrossCheck {
    /// Id of the rule, like "X4".
    pub id: String,
    /// What it results in.
    pub outcome: Outcome,
    /// What to look at.
    pub message: String,
    /// The questions it is about.
    pub questions: Vec<String>,
    /// The pages where it can be put right.
    pub pages: Vec<String>,
    /// Where the rule comes from.
    pub source: String,
}

impl QuestionSet {
    /// The cross-checks that apply to these answers, in the order of the rules.
    pub fn cross_checks(&self, answers: &Answers, reference: &Reference) -> Vec<CrossCheck> {
        let asked = self.asked_answers(answers);
        let context = Context::new(&asked, 0).with_reference(reference);
        let applied = self
            .cross_checks
            .iter()
            .filter(|rule| rule.when.holds(&context));
        let found = |rule: &CrossCheckRule| CrossCheck {
            id: rule.id.clone(),
            outcome: rule.outcome,
            message: phrase::fill(self, "", &rule.message, &context),
            questions: rule.questions.clone(),
            pages: rule.pages.clone(),
            source: rule.source.clone(),
        };
        applied.map(found).collect()
    }
}
