//! What the rules found when an application was submitted, as it was recorded then.

use questions::{CrossCheck, Outcome, QuestionSet};
use time::Date;

/// Something that a rule found: which rule of which version, what it resulted in, and what it was
/// about. Nothing of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Id of the rule, like "X7".
    pub rule: String,
    /// What it resulted in.
    pub outcome: Outcome,
    /// Version of the book that the rule is of.
    pub version: String,
    /// The questions that it is about, then the pages; may be empty.
    pub about: Vec<String>,
}

/// What is not as it was when the application was submitted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Since {
    /// Found then, and not now.
    pub gone: Vec<Found>,
    /// Found now, and not then.
    pub new: Vec<Found>,
}

/// A rule that applied, as it is named to the team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The rule: its id and its name, where the rules of the day have one.
    pub rule: String,
    /// What it resulted in.
    pub outcome: Outcome,
    /// Version of the rules.
    pub version: String,
    /// The questions and pages that it is about.
    pub about: Vec<String>,
}

/// In place of what a rule is about when that is all answers.
const ALL: &str = "-";

impl Recorded {
    fn of(found: &CrossCheck) -> Self {
        Self {
            rule: found.id.clone(),
            outcome: found.outcome,
            version: found.version.clone(),
            about: about(&found.questions, &found.pages),
        }
    }

    fn written(&self) -> String {
        let about = if self.about.is_empty() {
            ALL.to_owned()
        } else {
            self.about.join(",")
        };
        let outcome = self.outcome.name();
        format!("{} {outcome} {} {about}", self.rule, self.version)
    }

    fn parse(words: &str) -> Option<Self> {
        let mut words = words.split(' ');
        let (rule, outcome) = (words.next()?, words.next()?);
        let (version, about) = (words.next()?, words.next()?);
        Some(Self {
            rule: rule.to_owned(),
            outcome: Outcome::parse(outcome)?,
            version: version.to_owned(),
            about: match about {
                ALL => Vec::new(),
                about => about.split(',').map(str::to_owned).collect(),
            },
        })
    }

    /// As it is named to the team, with the name that the rule has on this day.
    fn named(&self, set: &QuestionSet, day: Date) -> Found {
        let in_force = set.rules_on(day);
        let mut rules = in_force.rules.iter();
        let rule = rules
            .find(|rule| rule.id == self.rule && about(&rule.questions, &rule.pages) == self.about);
        Found {
            rule: match rule.filter(|rule| !rule.name.is_empty()) {
                Some(rule) => format!("{}, {}", self.rule, rule.name),
                None => self.rule.clone(),
            },
            outcome: self.outcome,
            version: self.version.clone(),
            about: self.about.clone(),
        }
    }
}

fn about(questions: &[String], pages: &[String]) -> Vec<String> {
    questions.iter().chain(pages).cloned().collect()
}

/// The record of what the rules found.
pub(crate) fn write(found: &[CrossCheck]) -> String {
    let words: Vec<String> = found
        .iter()
        .map(|found| Recorded::of(found).written())
        .collect();
    words.join("; ")
}

/// Reads a record; what is not understood is left out.
pub(crate) fn read(record: &str) -> Vec<Recorded> {
    record.split("; ").filter_map(Recorded::parse).collect()
}

/// What the rules find now and did not find by the record, and the other way round; the rules have
/// the names of this day.
pub(crate) fn since(
    recorded: &[Recorded],
    now: &[CrossCheck],
    set: &QuestionSet,
    day: Date,
) -> Since {
    let now: Vec<Recorded> = now.iter().map(Recorded::of).collect();
    let only = |these: &[Recorded], others: &[Recorded]| {
        let these = these.iter().filter(|one| !others.contains(one));
        these.map(|one| one.named(set, day)).collect()
    };
    Since {
        gone: only(recorded, &now),
        new: only(&now, recorded),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_read_as_it_was_written() {
        let found = |rule: &str, about: &[&str]| Recorded {
            rule: rule.to_owned(),
            outcome: Outcome::Check,
            version: "2026-11".to_owned(),
            about: about.iter().map(|&about| about.to_owned()).collect(),
        };
        let all = [
            found("X7", &["infrastructure/owner-contact"]),
            found("X2", &["3a", "11a", "security/3a"]),
            found("X9", &[]),
        ];
        let record: Vec<String> = all.iter().map(Recorded::written).collect();
        assert_eq!(record[2], "X9 check 2026-11 -");
        assert_eq!(read(&record.join("; ")), all);
        assert!(read("").is_empty());
    }
}
