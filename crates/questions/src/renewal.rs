//! Renewing what was answered before: what is asked again, and whose wording has changed.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;
use time::{Date, format_description::well_known::Iso8601};

use crate::{embedded::RENEWALS, load, page::Page, set::QuestionSet};

/// Which answers a renewal asks again instead of carrying them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RenewalRule {
    /// The set's short name.
    pub set: String,
    /// Version of this rule; a published version never changes.
    pub version: String,
    from: String,
    /// Where it comes from.
    pub source: String,
    /// Questions whose answers are asked again.
    pub questions: Vec<String>,
    /// Tasks whose answers are asked again.
    pub tasks: Vec<String>,
    /// SHA-256 over the file, lower-case hexadecimal.
    #[serde(skip)]
    pub hash: String,
}

#[expect(
    clippy::expect_used,
    reason = "the files are embedded, and a test reads each"
)]
static RULES: LazyLock<Vec<RenewalRule>> = LazyLock::new(|| {
    let read = |(file, text): &(&str, &str)| {
        let rule: RenewalRule = toml::from_str(text).expect("the rules of renewals can be read");
        let hash = load::hash(&BTreeMap::from([(*file, *text)]));
        RenewalRule { hash, ..rule }
    };
    RENEWALS.iter().map(read).collect()
});

/// What renewals ask again, in every published version.
pub fn all_renewal_rules() -> &'static [RenewalRule] {
    &RULES
}

/// Words that are not what they were when the answer was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reworded {
    /// What they are: "Question", "Requirement", "Heading", a label.
    pub what: String,
    /// The words then; empty when there were none.
    pub then: String,
    /// The words now; empty when there are none any more.
    pub now: String,
}

impl RenewalRule {
    /// First day, in the United Kingdom; none when it can't be read.
    pub fn from(&self) -> Option<Date> {
        Date::parse(&self.from, &Iso8601::DATE).ok()
    }

    /// True when the answers of this page are asked again.
    pub fn asks_again(&self, set: &QuestionSet, page: &str) -> bool {
        let Some((task, page)) = set.page(page) else {
            return false;
        };
        let is_question = |id: &String| self.questions.contains(id);
        self.tasks.contains(&task.id) || page.question.as_ref().is_some_and(is_question)
    }
}

impl QuestionSet {
    /// The rule for renewals that are started on this day.
    pub fn renewal_rule_on(&self, day: Date) -> Option<&'static RenewalRule> {
        let begun = RULES
            .iter()
            .filter(|rule| rule.set == self.id && rule.from().is_some_and(|from| from <= day));
        begun.max_by_key(|rule| rule.from())
    }

    /// The rule of this version.
    pub fn renewal_rule(&self, version: &str) -> Option<&'static RenewalRule> {
        RULES
            .iter()
            .find(|rule| rule.set == self.id && rule.version == version)
    }

    /// What this set says otherwise about a page than the set with which it was answered.
    pub fn reworded_since(&self, then: &Self, page: &str) -> Vec<Reworded> {
        if self.hash == then.hash {
            return Vec::new();
        }
        let (Some((_, before)), Some((_, after))) = (then.page(page), self.page(page)) else {
            return Vec::new();
        };
        let mut found = compared("Heading", &before.heading, &after.heading);
        let (was, is) = (then.texts_of(before), self.texts_of(after));
        found.extend(compared("Question", was.0, is.0));
        found.extend(compared("Requirement", was.1, is.1));
        found.extend(compared(
            "Text",
            &before.body.join("\n\n"),
            &after.body.join("\n\n"),
        ));
        for field in &after.fields {
            let was = before.field(&field.id);
            let label = was.map_or("", |was| was.label.as_str());
            found.extend(compared("Label", label, &field.label));
            // The label of a field that is new says so; its hint is not said once more.
            if let Some(was) = was {
                let hint = |field: &crate::Field| field.hint.clone().unwrap_or_default();
                found.extend(compared("Hint", &hint(was), &hint(field)));
            }
            let choices = |field: &crate::Field| {
                let labels = field.choices().iter().map(|choice| choice.label.clone());
                labels.collect::<Vec<_>>().join("; ")
            };
            let was = was.map(choices).unwrap_or_default();
            found.extend(compared("Choices", &was, &choices(field)));
        }
        let gone = before.fields.iter();
        for field in gone.filter(|field| after.field(&field.id).is_none()) {
            found.extend(compared("Label", &field.label, ""));
        }
        found
    }
}

impl QuestionSet {
    /// The published question and the requirement of a page; empty where it answers none.
    fn texts_of(&self, page: &Page) -> (&str, &str) {
        let question = page.question.as_deref().and_then(|id| self.question(id));
        question.map_or(("", ""), |question| {
            (&question.text_published, &question.requirement_effective)
        })
    }
}

fn compared(what: &str, then: &str, now: &str) -> Vec<Reworded> {
    let has_changed = then.trim() != now.trim();
    has_changed
        .then(|| Reworded {
            what: what.to_owned(),
            then: then.to_owned(),
            now: now.to_owned(),
        })
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FieldKind, sets};

    #[test]
    fn every_rule_names_what_its_set_has() {
        for rule in RULES.iter() {
            assert!(rule.from().is_some(), "{}", rule.version);
            for set in sets().iter().filter(|set| set.id == rule.set) {
                for id in &rule.questions {
                    assert!(set.question(id).is_some(), "{id}");
                }
                for id in &rule.tasks {
                    assert!(set.task(id).is_some(), "{id}");
                }
                assert!(rule.asks_again(set, "security/9b"));
                assert!(rule.asks_again(set, "contacts/service-desk"));
                assert!(!rule.asks_again(set, "security/9a"));
                assert!(!rule.asks_again(set, "security/9/assurance"));
                let found = set.renewal_rule(&rule.version).map(|found| &found.version);
                assert_eq!(found, Some(&rule.version));
            }
        }
    }

    #[test]
    fn words_that_changed_are_found_and_others_are_not() {
        let then = crate::current("psn-cop").unwrap();
        let mut now = then.clone();
        assert!(now.reworded_since(then, "security/9a").is_empty());
        now.hash = "another".to_owned();
        assert!(now.reworded_since(then, "security/9a").is_empty());
        for task in &mut now.tasks {
            for page in task
                .pages
                .iter_mut()
                .filter(|page| page.id == "security/9a")
            {
                page.heading = "Who manages the service?".to_owned();
                let field = page.fields.iter_mut().next().unwrap();
                field.hint = Some("Name the teams".to_owned());
                if let FieldKind::Radios(choices) = &mut field.kind {
                    choices[0].label = "Yes, always".to_owned();
                }
            }
        }
        let found = now.reworded_since(then, "security/9a");
        let what: Vec<&str> = found.iter().map(|change| change.what.as_str()).collect();
        assert_eq!(what, ["Heading", "Hint", "Choices"]);
        assert_eq!(found[0].now, "Who manages the service?");
        assert_eq!(found[1].now, "Name the teams");
        assert!(now.reworded_since(then, "security/1a").is_empty());
    }
}
