//! The answer to a check: one verdict per rule, all at once.

use std::fmt;

use crate::{Policy, Rule, Verdict};

/// One rule with its verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Which rule.
    pub rule: Rule,
    /// What was found.
    pub verdict: Verdict,
    /// What to tell the person; present exactly when the verdict is `Fail`.
    pub message: Option<String>,
}

/// One verdict for each of the seven rules, in the order of `Rule::ALL`. Contains nothing of the
/// password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    outcomes: Vec<Outcome>,
}

impl Report {
    /// A report in which nothing has been checked yet.
    pub(crate) fn unchecked() -> Self {
        let outcome = |rule| Outcome {
            rule,
            verdict: Verdict::NotChecked,
            message: None,
        };
        Self {
            outcomes: Rule::ALL.into_iter().map(outcome).collect(),
        }
    }

    /// Whether no rule is broken. Rules that were not checked do not count.
    pub fn accepted(&self) -> bool {
        self.outcomes
            .iter()
            .all(|outcome| outcome.verdict != Verdict::Fail)
    }

    /// Every rule with its verdict, in the order of the source.
    pub fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }

    /// What was found about one rule.
    pub fn verdict(&self, rule: Rule) -> Verdict {
        self.outcomes
            .iter()
            .find(|outcome| outcome.rule == rule)
            .map_or(Verdict::NotChecked, |outcome| outcome.verdict)
    }

    /// The messages of the broken rules, in the order of the source.
    pub fn messages(&self) -> impl Iterator<Item = &str> {
        self.outcomes
            .iter()
            .filter_map(|outcome| outcome.message.as_deref())
    }

    /// Records what somebody else found about a rule, such as the two that need the database.
    pub fn record(&mut self, policy: &Policy, rule: Rule, verdict: Verdict) {
        let message = (verdict == Verdict::Fail).then(|| rule.message(policy));
        self.write(Outcome {
            rule,
            verdict,
            message,
        });
    }

    pub(crate) fn write(&mut self, outcome: Outcome) {
        if let Some(place) = self
            .outcomes
            .iter_mut()
            .find(|other| other.rule == outcome.rule)
        {
            *place = outcome;
        }
    }
}

impl fmt::Display for Report {
    /// The text of `psn-cop password check`: one line a rule, then the result.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Outcome {
            rule,
            verdict,
            message,
        } in &self.outcomes
        {
            match message {
                Some(message) => writeln!(formatter, "{verdict:<11}  {rule:<21}  {message}")?,
                None => writeln!(formatter, "{verdict:<11}  {rule}")?,
            }
        }
        formatter.write_str(if self.accepted() {
            "accepted"
        } else {
            "not accepted"
        })
    }
}
