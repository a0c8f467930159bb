//! Every value and limit of every rule matters to some row of the tables: each rule is changed in each
//! place, and the result of at least one row has to change with it.

use std::collections::BTreeMap;

use crate::{
    Answers, Condition, Known, Reference, Test, current,
    northwind::northwind,
    question::Rule,
    rule_book::all_rule_books,
    support::{day, pairs, today},
};

/// Rules that stand once for each question, whose rows are about some questions only.
const ASKED_OF_EACH: [&str; 3] = ["X10", "Y1", "Y2"];

#[derive(serde::Deserialize)]
struct Table {
    rows: Vec<Row>,
}

/// A row of either table, without what it expects.
#[derive(serde::Deserialize)]
struct Row {
    question: Option<String>,
    rule: Option<String>,
    day: Option<String>,
    #[serde(default)]
    answers: BTreeMap<String, String>,
    #[serde(default)]
    known: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    same_as_earlier: Vec<String>,
}

impl Row {
    fn answers(&self) -> Answers {
        let mut answers = northwind();
        for (place, text) in &self.answers {
            let (page, item) = place.split_once('#').unwrap_or((place, "0"));
            answers.insert(page, item.parse().unwrap(), pairs(text));
        }
        answers
    }

    fn reference(&self) -> Reference {
        let on = |text: &str| Reference::on(day(text));
        self.day.as_deref().map_or_else(today, on)
    }

    fn known(&self) -> Known {
        let before = northwind();
        let mut earlier = Answers::new();
        for page in &self.same_as_earlier {
            earlier.insert(page, 0, before.get(page, 0).unwrap().clone());
        }
        let known = Known::new().with_earlier(earlier);
        let said = self.known.iter();
        said.fold(known, |known, (name, values)| {
            known.with_all(name, values.clone())
        })
    }
}

fn never() -> Condition {
    Condition::Any(Vec::new())
}

/// The condition with one thing changed, for each thing; each with a word for what was changed.
fn mutants(condition: &Condition) -> Vec<(String, Condition)> {
    let mut found = vec![("never".to_owned(), never())];
    match condition {
        Condition::All(parts) => found.extend(of_parts(parts, Condition::All)),
        Condition::Any(parts) if !is_of_each_country(parts) && parts.len() > 1 => {
            found.extend(of_parts(parts, Condition::Any));
        }
        Condition::Not(part) => {
            let inner = mutants(part).into_iter();
            found.extend(inner.map(|(what, part)| (what, Condition::Not(Box::new(part)))));
        }
        Condition::AnyItem { page, when } => {
            let inner = mutants(when).into_iter();
            found.extend(inner.map(|(what, when)| {
                let (page, when) = (page.clone(), Box::new(when));
                (what, Condition::AnyItem { page, when })
            }));
        }
        Condition::Field { page, field, test } => {
            let tests = tests(test).into_iter();
            found.extend(tests.map(|(what, test)| {
                let (page, field) = (page.clone(), field.clone());
                (
                    format!("{field}: {what}"),
                    Condition::Field { page, field, test },
                )
            }));
        }
        Condition::Known { name, test } => {
            let tests = tests(test).into_iter();
            found.extend(tests.map(|(what, test)| {
                let name = name.clone();
                (format!("{name}: {what}"), Condition::Known { name, test })
            }));
        }
        Condition::SameAsEarlier { fields, at_least } => {
            for at_least in [at_least - 1, at_least + 1] {
                let fields = fields.clone();
                let other = Condition::SameAsEarlier { fields, at_least };
                found.push((format!("at least {at_least}"), other));
            }
        }
        Condition::Any(_) | Condition::AsEarlier { .. } | Condition::InForce(_) => {}
    }
    found
}

/// Made from the list of countries, and no part of the rule's own words.
fn is_of_each_country(parts: &[Condition]) -> bool {
    let is_one = |part: &Condition| match part {
        Condition::All(parts) => matches!(parts.first(), Some(Condition::InForce(_))),
        _ => false,
    };
    parts.first().is_some_and(is_one)
}

/// Each part left out, and each changed.
fn of_parts(
    parts: &[Condition],
    whole: impl Fn(Vec<Condition>) -> Condition,
) -> Vec<(String, Condition)> {
    let mut found = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let mut without = parts.to_vec();
        without.remove(at);
        found.push((format!("without {part:?}"), whole(without)));
        for (what, mutant) in mutants(part) {
            let mut with = parts.to_vec();
            with[at] = mutant;
            found.push((what, whole(with)));
        }
    }
    found
}

/// The test with each value left out, or its limit moved both ways.
fn tests(test: &Test) -> Vec<(String, Test)> {
    let without = |values: &[String], whole: fn(Vec<String>) -> Test| -> Vec<(String, Test)> {
        let each = values.iter().map(|value| {
            let others = values.iter().filter(|other| *other != value);
            (format!("without {value}"), whole(others.cloned().collect()))
        });
        each.collect()
    };
    let moved = |limit: f64, whole: fn(f64) -> Test| -> Vec<(String, Test)> {
        let step = if limit > 90.0 { 0.1 } else { 1.0 };
        let both = [limit - step, limit + step];
        both.map(|limit| (format!("limit {limit}"), whole(limit)))
            .into()
    };
    let months = |months: u8, whole: fn(u8) -> Test| -> Vec<(String, Test)> {
        let both = [months - 1, months + 1];
        both.map(|months| (format!("{months} months"), whole(months)))
            .into()
    };
    match test {
        Test::AnyOf(values) => without(values, Test::AnyOf),
        Test::AllOf(values) => without(values, Test::AllOf),
        Test::NoneOf(values) => without(values, Test::NoneOf),
        Test::ContainsWords(words) => without(words, Test::ContainsWords),
        Test::LessThan(limit) => moved(*limit, Test::LessThan),
        Test::MoreThan(limit) => moved(*limit, Test::MoreThan),
        Test::AtLeast(limit) => moved(*limit, Test::AtLeast),
        Test::OlderThanMonths(limit) => months(*limit, Test::OlderThanMonths),
        Test::WithinMonths(limit) => months(*limit, Test::WithinMonths),
        Test::Answered(is) => vec![("turned round".to_owned(), Test::Answered(!is))],
        // Lists of their own, and tests that have nothing to change in them.
        _ => Vec::new(),
    }
}

/// A rule with one of its conditions changed, for each change of each; a rule that repeats one that
/// compares answers is as that one is.
fn changed(rule: &Rule) -> Vec<(String, Rule)> {
    let mut found = Vec::new();
    let conditions = match rule.cross_check {
        Some(_) => vec![("never".to_owned(), never())],
        None if rule.when == Condition::All(Vec::new()) => Vec::new(),
        None => mutants(&rule.when),
    };
    for (what, when) in conditions {
        let mut rule = rule.clone();
        rule.when = when;
        found.push((what, rule));
    }
    for (at, detail) in rule.details.iter().enumerate() {
        for (what, when) in mutants(&detail.when) {
            let mut rule = rule.clone();
            rule.details[at].when = when;
            found.push((format!("detail {at}: {what}"), rule));
        }
    }
    found
}

#[test]
fn every_value_of_every_baseline_rule_matters_to_a_row() {
    let table: Table = toml::from_str(include_str!("../tests/data/baseline.toml")).unwrap();
    let mut set = current("psn-cop").unwrap().clone();
    let mut missed = Vec::new();
    for at in 0..set.questions.len() {
        let id = set.questions[at].id.clone();
        let rows = table.rows.iter();
        let rows = rows.filter(|row| row.question.as_ref() == Some(&id));
        let rows: Vec<(Answers, Reference)> =
            rows.map(|row| (row.answers(), row.reference())).collect();
        let results = |set: &crate::QuestionSet| -> Vec<_> {
            let result = |(answers, reference): &(Answers, Reference)| {
                let found = set.baseline(&id, answers, reference)?;
                Some((found.rule, found.reason, found.for_team))
            };
            rows.iter().map(result).collect()
        };
        let as_it_is = results(&set);
        for which in 0..set.questions[at].baseline.len() {
            let rule = set.questions[at].baseline[which].clone();
            for (what, mutant) in changed(&rule) {
                set.questions[at].baseline[which] = mutant;
                if results(&set) == as_it_is {
                    missed.push(format!("{id} {}: {what}", rule.id));
                }
            }
            set.questions[at].baseline[which] = rule;
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn every_value_of_every_cross_check_matters_to_a_row() {
    let table: Table = toml::from_str(include_str!("../tests/data/cross_checks.toml")).unwrap();
    let set = current("psn-cop").unwrap();
    let newest = all_rule_books().iter().map(|book| book.from).max().unwrap();
    let in_force = set.rules_on(newest);
    let mut missed = Vec::new();
    for (at, rule) in in_force.rules.iter().enumerate() {
        if ASKED_OF_EACH.contains(&rule.id.as_str()) {
            continue;
        }
        let rows = table.rows.iter();
        let rows: Vec<_> = rows
            .filter(|row| row.rule.as_ref() == Some(&rule.id))
            .map(|row| (row.answers(), row.reference(), row.known()))
            .collect();
        let results = |rules: &[crate::CrossCheckRule]| -> Vec<Vec<String>> {
            let mut in_force = in_force.clone();
            in_force.rules = rules;
            let result = |(answers, reference, known): &(Answers, Reference, Known)| {
                let found = set.cross_checks_by(&in_force, answers, reference, known);
                found.into_iter().map(|check| check.message).collect()
            };
            rows.iter().map(result).collect()
        };
        let alone = std::slice::from_ref(rule);
        let as_it_is = results(alone);
        let always = ("always".to_owned(), Condition::All(Vec::new()));
        for (what, when) in mutants(&rule.when).into_iter().chain([always]) {
            let mut mutant = rule.clone();
            mutant.when = when;
            if results(&[mutant]) == as_it_is {
                missed.push(format!("{} (clause {at}): {what}", rule.id));
            }
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}
