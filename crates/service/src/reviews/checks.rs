//! What the automatic checks say of one subject. They never judge.

use super::Review;
use crate::subjects::Subject;
use questions::Outcome;

/// One automatic check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The subject that it is about.
    pub subject: String,
    /// What it results in.
    pub outcome: Outcome,
    /// Why, as the supplier was told.
    pub reason: String,
    /// The rule: its name and where it comes from.
    pub rule: String,
}

impl Review {
    /// Every check of every subject, in the order of the set: each question's baseline, then what
    /// compares answers with each other.
    pub fn checks(&self) -> Vec<Check> {
        let answers = &self.case.stored.answers;
        let baselines = self.case.set.baselines(answers, &self.reference);
        let mut checks: Vec<Check> = baselines
            .into_iter()
            .filter_map(|(question, baseline)| {
                let baseline = baseline?;
                Some(Check {
                    subject: question.id.clone(),
                    outcome: baseline.outcome,
                    reason: baseline.reason,
                    rule: format!("{} ({})", baseline.rule, baseline.source),
                })
            })
            .collect();
        let found = self
            .case
            .set
            .cross_checks(answers, &self.reference, &self.known);
        for cross in found {
            for subject in self.concerned(&cross.questions, &cross.pages) {
                checks.push(Check {
                    subject: subject.id.clone(),
                    outcome: cross.outcome,
                    reason: cross.message.clone(),
                    rule: format!("{} ({})", cross.rule(), cross.source),
                });
            }
        }
        checks
    }

    /// The version of the rules that the checks are made by.
    pub fn rules_version(&self) -> &str {
        self.case.set.rules_on(self.reference.lists_on).version
    }

    /// The questions that a cross-check names; where it names none, the groups of its pages.
    fn concerned(&self, questions: &[String], pages: &[String]) -> Vec<&Subject> {
        self.subjects
            .iter()
            .filter(|subject| {
                if questions.is_empty() {
                    !subject.is_question && subject.pages.iter().any(|page| pages.contains(page))
                } else {
                    questions.contains(&subject.id)
                }
            })
            .collect()
    }
}
