//! What the automatic checks say of one subject. They never judge.

use super::Review;
use crate::cross_checks::recorded::{self, Found, Since};
use crate::subjects::Subject;
use questions::{AssuranceGap, Baseline, CrossCheck, Outcome, Suggestion, as_sentence, suggestion};

/// One automatic check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The subject that it is about; empty when it is about the answers as a whole.
    pub subject: String,
    /// What it results in.
    pub outcome: Outcome,
    /// Why, in words for the team.
    pub reason: String,
    /// The rule: its name and where it comes from.
    pub rule: String,
    /// What the team can do about it.
    pub suggestion: Option<&'static Suggestion>,
}

impl Review {
    /// Every check of every subject, in the order of the set: each question's baseline, then what
    /// compares answers with each other. A baseline that only repeats such a rule is left out
    /// where the rule itself says more.
    pub fn checks(&self) -> Vec<Check> {
        let answers = &self.case.stored.answers;
        let found = self.cross_checks();
        let is_repeated = |baseline: &Baseline| {
            found.iter().any(|cross| {
                baseline.cross_check.as_ref() == Some(&cross.id)
                    && cross.questions.contains(&baseline.question)
            })
        };
        let baselines = self.case.set.baselines(answers, &self.reference);
        let baselines = baselines.into_iter().filter_map(|(_, baseline)| baseline);
        let mut checks: Vec<Check> = baselines
            .filter(|baseline| !is_repeated(baseline))
            .map(|baseline| Check {
                outcome: baseline.outcome,
                rule: format!(
                    "{}, {} ({}; version {})",
                    baseline.question, baseline.rule_name, baseline.source, baseline.version
                ),
                reason: baseline.for_team,
                subject: baseline.question,
                suggestion: None,
            })
            .collect();
        for cross in &found {
            let check = |subject: &str| Check {
                subject: subject.to_owned(),
                outcome: cross.outcome,
                reason: format!("{}.", cross.message),
                rule: format!(
                    "{} ({}; version {})",
                    cross.rule(),
                    cross.source,
                    cross.version
                ),
                suggestion: suggestion(&cross.id),
            };
            let concerned = self.concerned(&cross.questions, &cross.pages);
            checks.extend(concerned.iter().map(|subject| check(&subject.id)));
            if cross.questions.is_empty() && cross.pages.is_empty() {
                checks.push(check(""));
            }
        }
        checks
    }

    /// What the rules that compare answers with each other find now.
    fn cross_checks(&self) -> Vec<CrossCheck> {
        let answers = &self.case.stored.answers;
        self.case
            .set
            .cross_checks(answers, &self.reference, &self.known)
    }

    /// What these rules find now and did not find by this record of the submission, and the other
    /// way round.
    pub(super) fn since_submitted(&self, record: &str) -> Since {
        let (set, day) = (self.case.set, self.reference.lists_on);
        recorded::since(&recorded::read(record), &self.cross_checks(), set, day)
    }

    /// The titles of what something that was found is about; empty when that is all answers.
    pub fn titles_of(&self, found: &Found) -> Vec<&str> {
        let set = self.case.set;
        let about = found.about.iter().cloned();
        let (questions, pages): (Vec<String>, Vec<String>) =
            about.partition(|id| set.question(id).is_some());
        self.concerned(&questions, &pages)
            .into_iter()
            .map(|subject| subject.title.as_str())
            .collect()
    }

    /// The answers that are not assured as the standard expects, each as a check.
    pub fn assurance_checks(&self) -> Vec<Check> {
        let gaps = self.case.set.assurance_gaps(&self.case.stored.answers);
        let check = |gap: AssuranceGap<'_>| Check {
            subject: gap.question.id.clone(),
            outcome: Outcome::Check,
            reason: format!(
                "{} Expected: {}",
                as_sentence(&gap.how),
                as_sentence(&gap.question.expected_assurance())
            ),
            rule: format!("expected assurance ({})", gap.question.source),
            suggestion: None,
        };
        gaps.into_iter().map(check).collect()
    }

    /// The version of the rules that the checks are made by.
    pub fn rules_version(&self) -> String {
        self.case.set.rules_on(self.reference.lists_on).version
    }

    /// The version of the rules that each question is checked by.
    pub fn baseline_version(&self) -> String {
        let day = self.reference.lists_on;
        self.case.set.baseline_versions_on(day).join(" and ")
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
