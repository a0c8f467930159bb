//! Rules that compare answers with each other.

use crate::{
    answers::Answers,
    condition::{Condition, Context},
    facts::Place,
    known::Known,
    phrase,
    question::{Days, Outcome},
    reference::Reference,
    rule_book::RulesInForce,
    set::QuestionSet,
    source::Cite,
    text::in_sentence,
};

/// A rule that compares answers with each other.
#[derive(Debug, Clone)]
pub struct CrossCheckRule {
    /// Id, like "X4"; several rules may share one.
    pub id: String,
    /// What it is called; empty in sets that name none.
    pub name: String,
    /// When it applies.
    pub when: Condition,
    /// What it results in.
    pub outcome: Outcome,
    /// What it finds has to be put right before the application is sent. Whoever sends enforces
    /// that; here it is only said.
    pub blocks: bool,
    /// It compares answers with each other; else it looks at one of them.
    pub compares: bool,
    /// What to look at; may hold placeholders.
    pub message: String,
    /// The questions it is about.
    pub questions: Vec<String>,
    /// The pages where it can be put right; among them may be tasks that have no pages.
    pub pages: Vec<String>,
    /// Where the rule comes from.
    pub source: String,
    /// The published texts that it comes from; none for rules of the house.
    pub cites: Vec<Cite>,
    /// The days on which it counts, of those of its book.
    pub days: Days,
}

/// A rule that applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrossCheck {
    /// Id of the rule, like "X4".
    pub id: String,
    /// What the rule is called; empty in sets that name none.
    pub name: String,
    /// What it results in.
    pub outcome: Outcome,
    /// It has to be put right before the application is sent.
    pub blocks: bool,
    /// It compares answers with each other; else it looks at one of them.
    pub compares: bool,
    /// What to look at.
    pub message: String,
    /// The questions it is about.
    pub questions: Vec<String>,
    /// The pages where it can be put right; among them may be tasks that have no pages.
    pub pages: Vec<String>,
    /// The fields by which the rule applies.
    pub places: Vec<Place>,
    /// Where the rule comes from.
    pub source: String,
    /// The published texts that it comes from; none for rules of the house.
    pub cites: Vec<Cite>,
    /// Version of the book that the rule is of.
    pub version: String,
    /// The days on which the rule counts.
    pub days: Days,
}

impl QuestionSet {
    /// The cross-checks that apply to these answers, by the rules of the day that the lists are
    /// of ([`QuestionSet::rules_on`]), in the order of the rules.
    pub fn cross_checks(
        &self,
        answers: &Answers,
        reference: &Reference,
        known: &Known,
    ) -> Vec<CrossCheck> {
        let rules = self.rules_on(reference.lists_on);
        self.cross_checks_by(&rules, answers, reference, known)
    }

    /// The same by these rules.
    pub(crate) fn cross_checks_by(
        &self,
        in_force: &RulesInForce<'_>,
        answers: &Answers,
        reference: &Reference,
        known: &Known,
    ) -> Vec<CrossCheck> {
        let asked = self.asked_answers(answers);
        let context = Context::new(&asked, 0)
            .with_reference(reference)
            .with_known(&self.facts, known);
        let applied = in_force
            .rules
            .iter()
            .filter(|rule| rule.days.contain(reference.lists_on) && rule.when.holds(&context));
        let found = |rule: &CrossCheckRule| CrossCheck {
            id: rule.id.clone(),
            name: rule.name.clone(),
            outcome: rule.outcome,
            blocks: rule.blocks,
            compares: rule.compares,
            message: phrase::fill(self, "", &rule.message, &context),
            questions: rule.questions.clone(),
            pages: rule.pages.clone(),
            places: rule.when.places(&context),
            source: rule.source.clone(),
            cites: rule.cites.clone(),
            version: in_force.version.clone(),
            days: rule.days.or_from(in_force.from),
        };
        applied.map(found).collect()
    }
}

impl CrossCheckRule {
    /// Whether the rule asks for something of one of these names.
    pub fn wants_to_know(&self, names: &[&str]) -> bool {
        let mut wants = false;
        self.when
            .for_each_name(&mut |name| wants |= names.contains(&name));
        wants
    }
}

impl CrossCheck {
    /// The rule as people refer to it: its id and, where it has one, its name.
    pub fn rule(&self) -> String {
        if self.name.is_empty() {
            self.id.clone()
        } else {
            format!("{}, {}", self.id, self.name)
        }
    }
}

/// What was found, a sentence each. What a rule says of several questions in the same words is one
/// sentence that names them all.
pub fn told_together(found: &[CrossCheck]) -> Vec<String> {
    let mut told: Vec<(String, Vec<&str>)> = Vec::new();
    for check in found {
        let (words, question) = match check.questions.as_slice() {
            [one] if check.message.contains(one) => {
                (check.message.replacen(one, QUESTION, 1), Some(one.as_str()))
            }
            _ => (check.message.clone(), None),
        };
        match told.iter_mut().find(|(known, _)| *known == words) {
            Some((_, questions)) => questions.extend(question),
            None => told.push((words, question.into_iter().collect())),
        }
    }
    told.into_iter()
        .map(|(words, questions)| words.replacen(QUESTION, &in_sentence(&questions), 1))
        .collect()
}

/// Stands for the questions while sentences are compared.
const QUESTION: &str = "{question}";

#[cfg(test)]
mod tests {
    use super::*;

    fn found(question: Option<&str>, message: &str) -> CrossCheck {
        CrossCheck {
            id: "Y2".into(),
            name: String::new(),
            outcome: Outcome::Check,
            blocks: false,
            compares: false,
            message: message.into(),
            questions: question.into_iter().map(str::to_owned).collect(),
            pages: Vec::new(),
            places: Vec::new(),
            source: String::new(),
            cites: Vec::new(),
            version: String::new(),
            days: Days::default(),
        }
    }

    #[test]
    fn the_same_words_of_several_questions_are_said_once() {
        let of = |question: &str| {
            let message = format!("The explanation of {question} is that of last year");
            found(Some(question), &message)
        };
        let once = found(Some("4a"), "The answer to 4a is copied from our guidance");
        let none = found(None, "4 or more explanations are those of last year");
        let told = told_together(&[of("3c"), once, of("13c"), none, of("5b")]);
        assert_eq!(
            told,
            [
                "The explanation of 3c, 13c and 5b is that of last year",
                "The answer to 4a is copied from our guidance",
                "4 or more explanations are those of last year",
            ]
        );
    }
}
