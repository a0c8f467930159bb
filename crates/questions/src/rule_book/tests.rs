//! Rules with days, row by row from `tests/data/dated_rules.toml`.

use std::collections::BTreeMap;

use super::*;
use crate::{Answers, Known, LoadError, Reference, Values};

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    book: String,
    answers: BTreeMap<String, String>,
    rows: Vec<Row>,
}

#[derive(serde::Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Row {
    day: String,
    question: String,
    rule: Option<String>,
    rule_version: String,
    rule_from: Option<String>,
    rule_until: Option<String>,
    outcome: String,
    checks: Vec<String>,
}

fn table() -> Table {
    toml::from_str(include_str!("../../tests/data/dated_rules.toml")).unwrap()
}

fn day(text: &str) -> Date {
    Date::parse(text, &Iso8601::DATE).unwrap()
}

fn answers(table: &Table) -> Answers {
    let mut answers = Answers::new();
    for (page, text) in &table.answers {
        let mut values = Values::new();
        for pair in text.split(';') {
            let (field, value) = pair.split_once('=').unwrap();
            values.insert(field.to_owned(), vec![value.to_owned()]);
        }
        answers.insert(page, 0, values);
    }
    answers
}

#[test]
fn rules_begin_and_end_on_their_days_and_results_name_their_version() {
    let table = table();
    let books = rule_books("test.toml", &table.book, sets()).unwrap();
    let set = crate::current("psn-cop").unwrap();
    let answers = answers(&table);
    for row in &table.rows {
        let reference = Reference::with_lists_of(day("2030-01-01"), day(&row.day));
        let rules = set.rules_among(&books, reference.lists_on);
        let question = set.question(&row.question).unwrap();
        let asked = set.asked_answers(&answers);
        let found = set.judge(&rules, question, &asked, &reference).unwrap();
        assert_eq!(found.outcome.name(), row.outcome, "{row:?}: {found:?}");
        assert_eq!(found.version, row.rule_version, "{row:?}");
        assert!(
            row.rule.as_ref().is_none_or(|rule| *rule == found.rule),
            "{row:?}: {found:?}"
        );
        if let Some(from) = &row.rule_from {
            assert_eq!(found.days.from, Some(day(from)), "{row:?}");
        }
        if let Some(until) = &row.rule_until {
            assert_eq!(found.days.until, Some(day(until)), "{row:?}");
        }
        let checks = set.cross_checks_by(&rules, &answers, &reference, &Known::new());
        let of_book = checks.iter().filter(|check| check.version == "2027-04");
        let named: Vec<String> = of_book
            .map(|check| format!("{} {}", check.id, check.version))
            .collect();
        assert_eq!(named, row.checks, "{row:?}");
    }
}

#[test]
fn every_rule_in_force_has_a_version_a_source_and_a_first_day() {
    let set = crate::current("psn-cop").unwrap();
    let rules = set.rules_on(day("2026-11-22"));
    assert!(rules.from.is_some() && !rules.version.is_empty());
    assert!(rules.rules.iter().all(|rule| !rule.source.is_empty()));
    for question in set.questions() {
        let book = rules.baseline_of(set, question);
        assert!(
            book.from.is_some() && !book.version.is_empty(),
            "{}",
            question.id
        );
        assert!(book.rules.iter().all(|rule| !rule.source.is_empty()));
    }
    assert_eq!(set.baseline_versions_on(day("2026-11-22")), ["2015-07.5"]);
}

#[test]
fn a_book_whose_days_or_last_rule_do_not_fit_is_refused() {
    let book = table().book;
    let load = |text: &str| rule_books("test.toml", text, sets());
    let turned = book.replace("until = \"2028-05-31\"", "until = \"2027-05-31\"");
    assert!(matches!(load(&turned), Err(LoadError::Wrong { .. })));
    let no_day = book.replace("2027-06-30", "2027-06-31");
    assert!(matches!(load(&no_day), Err(LoadError::Wrong { .. })));
    let ends = book.replace("id = \"no\"", "id = \"no\"\nuntil = \"2029-01-01\"");
    assert!(matches!(load(&ends), Err(LoadError::Inconsistent(_))));
    let unknown = book.replace("baseline.4a", "baseline.4z");
    assert!(matches!(load(&unknown), Err(LoadError::Inconsistent(_))));
}
