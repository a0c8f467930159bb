//! Rules that compare answers, row by row from `data/cross_checks.toml`; and their versions.

#[path = "support/northwind.rs"]
mod northwind;
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use northwind::northwind;
use questions::{Answers, CrossCheck, Known, Reference, all_rule_books};
use support::{code_of_practice, day, pairs, today};

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    rows: Vec<Row>,
}

#[derive(serde::Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Row {
    rule: String,
    applies: bool,
    #[serde(default)]
    blocks: bool,
    day: Option<String>,
    #[serde(default)]
    says: String,
    #[serde(default)]
    answers: BTreeMap<String, String>,
    #[serde(default)]
    known: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    same_as_earlier: Vec<String>,
}

fn rows() -> Vec<Row> {
    match toml::from_str::<Table>(include_str!("data/cross_checks.toml")) {
        Ok(table) => table.rows,
        Err(error) => panic!("{error}"),
    }
}

impl Row {
    /// What is found of this row's rule.
    fn found(&self) -> Vec<CrossCheck> {
        let before = northwind();
        let mut answers = northwind();
        for (place, text) in &self.answers {
            let (page, item) = place.split_once('#').unwrap_or((place, "0"));
            answers.insert(page, item.parse().unwrap_or_default(), pairs(text));
        }
        let mut earlier = Answers::new();
        for page in &self.same_as_earlier {
            earlier.insert(page, 0, before.get(page, 0).cloned().unwrap_or_default());
        }
        let known = self.known.iter().fold(
            Known::new().with_earlier(earlier),
            |known, (name, values)| known.with_all(name, values.clone()),
        );
        let reference = self
            .day
            .as_deref()
            .map_or_else(today, |text| Reference::on(day(text)));
        let found = code_of_practice().cross_checks(&answers, &reference, &known);
        found
            .into_iter()
            .filter(|check| check.id == self.rule)
            .collect()
    }
}

#[test]
fn every_row_finds_what_it_says() {
    for row in rows() {
        let found = row.found();
        assert_eq!(!found.is_empty(), row.applies, "{row:?}: {found:?}");
        for check in &found {
            assert!(!check.message.contains(['{', '}']), "{}", check.message);
            assert!(!check.source.is_empty() && !check.rule().is_empty());
        }
        let says =
            |check: &CrossCheck| check.message.contains(&row.says) && check.blocks == row.blocks;
        assert!(!row.applies || found.iter().any(says), "{row:?}: {found:?}");
    }
}

#[test]
fn every_rule_has_rows_on_both_sides() {
    let rules = code_of_practice().rules_on(today().today);
    let ids: BTreeSet<&str> = rules.rules.iter().map(|rule| rule.id.as_str()).collect();
    let numbered = ids.iter().filter(|id| id.starts_with('X')).count();
    assert_eq!((numbered, ids.len()), (13, 15));
    for id in ids {
        for applies in [true, false] {
            let is_there = rows()
                .iter()
                .any(|row| row.rule == id && row.applies == applies);
            assert!(is_there, "{id} has no row where it applies = {applies}");
        }
        // Rules of one id differ in what they say, apart from the question that they are about.
        let start = |text: &str| text.split('{').next().unwrap_or_default().to_owned();
        let said: BTreeSet<String> = rules
            .rules
            .iter()
            .filter(|rule| rule.id == id && rule.questions.len() != 1)
            .map(|rule| start(&rule.message))
            .collect();
        let found: Vec<CrossCheck> = rows()
            .iter()
            .filter(|row| row.rule == id)
            .flat_map(Row::found)
            .collect();
        for message in said {
            let is_found = found
                .iter()
                .any(|check| check.message.starts_with(&message));
            assert!(is_found, "{id}: no row finds “{message}”");
        }
    }
}

#[test]
fn published_rules_never_change_and_each_version_begins_later() {
    let mut lines = String::new();
    for book in all_rule_books() {
        let (set, of) = (&book.set, &book.set_version);
        let (version, from, hash) = (&book.version, book.from, &book.hash);
        let _infallible = writeln!(lines, "{set} {of} {version} {from} {hash}");
    }
    let lock: String = include_str!("../rules.lock")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| [line, "\n"])
        .collect();
    assert_eq!(
        lines, lock,
        "published rules have changed; make a new version instead"
    );
    for pair in all_rule_books().windows(2) {
        if pair[0].set == pair[1].set && pair[0].set_version == pair[1].set_version {
            assert!(pair[0].from < pair[1].from);
        }
    }
}

#[test]
fn the_rules_of_a_day_have_a_version() {
    let set = code_of_practice();
    let on = |text: &str| set.rules_on(day(text)).version;
    assert_eq!(on("2015-06-30"), set.version);
    assert_eq!(on("2015-07-01"), "2026-11");
    assert_eq!(on("2030-01-01"), "2026-11");
}
