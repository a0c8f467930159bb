//! Rules that compare answers, row by row from `data/cross_checks.toml`; and their versions.

#[path = "support/northwind.rs"]
mod northwind;
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use northwind::northwind;
use questions::{AnswerKey, Answers, CrossCheck, Known, Reference, all_rule_books};
use support::{code_of_practice, day, pairs, today};

/// The rules that look at the explanation of one question.
const ASKED_OF_EACH: [&str; 3] = ["X10", "Y1", "Y2"];

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

/// A day on which the newest rules apply.
fn newest() -> time::Date {
    let books = all_rule_books().iter();
    books.map(|book| book.from).max().unwrap_or(time::Date::MIN)
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

/// The other side, of each clause and of each value in it, is looked after in `src/mutations.rs`.
#[test]
fn every_clause_of_every_rule_is_found_by_a_row() {
    let rules = code_of_practice().rules_on(newest());
    let ids: BTreeSet<&str> = rules.rules.iter().map(|rule| rule.id.as_str()).collect();
    let numbered = ids.iter().filter(|id| id.starts_with('X')).count();
    assert_eq!((numbered, ids.len()), (13, 17));
    // Clauses of one id differ in what they say; of those asked of each question, one stands for
    // all that say the same apart from the question.
    let clause = |id: &str, message: &str, questions: &[String]| {
        let said = match questions {
            [only] if ASKED_OF_EACH.contains(&id) => message.replace(only.as_str(), "{question}"),
            _ => message.split('{').next().unwrap_or_default().to_owned(),
        };
        (id.to_owned(), said)
    };
    let mut clauses: BTreeMap<(String, String), bool> = BTreeMap::new();
    for rule in rules.rules {
        clauses.insert(clause(&rule.id, &rule.message, &rule.questions), false);
    }
    for row in rows() {
        let found = row.found();
        for ((id, said), is_reached) in &mut clauses {
            let is_found = found.iter().any(|check| {
                let of_check = clause(&check.id, &check.message, &check.questions);
                of_check.0 == *id && of_check.1.starts_with(said.as_str())
            });
            *is_reached |= row.rule == *id && is_found;
        }
    }
    let missing = clauses.iter().filter(|(_, is_reached)| !**is_reached);
    let missing: Vec<_> = missing.map(|(clause, _)| clause).collect();
    assert!(missing.is_empty(), "no row finds {missing:?}");
}

/// Every question that a rule is asked of is found by it, and only that question.
#[test]
fn rules_asked_of_each_question_find_each_question() {
    let set = code_of_practice();
    let mut counts = BTreeMap::new();
    for rule in set.rules_on(today().today).rules {
        let [question] = &rule.questions[..] else {
            continue;
        };
        if !ASKED_OF_EACH.contains(&rule.id.as_str()) {
            continue;
        }
        let page = format!("security/{question}");
        let mut answers = northwind();
        let mut values = answers.get(&page, 0).cloned().unwrap_or_default();
        let text = match rule.id.as_str() {
            "X10" => set.question(question).map(|q| q.guidance.join(" ")),
            _ => Some("This is not how it is done at all".to_owned()),
        };
        values.insert("explanation".to_owned(), text.into_iter().collect());
        let earlier: Answers = [(
            AnswerKey {
                page: page.clone(),
                item: 0,
            },
            values.clone(),
        )]
        .into_iter()
        .collect();
        answers.insert(&page, 0, values);
        let known = Known::new().with_earlier(earlier);
        let found = set.cross_checks(&answers, &today(), &known);
        let found: Vec<&str> = found
            .iter()
            .filter(|check| check.id == rule.id)
            .flat_map(|check| check.questions.iter().map(String::as_str))
            .collect();
        assert_eq!(found, [question], "{}", rule.id);
        *counts.entry(rule.id.as_str()).or_insert(0) += 1;
    }
    let expected = BTreeMap::from([("X10", 18), ("Y1", 13), ("Y2", 14)]);
    assert_eq!(counts, expected);
}

#[test]
fn published_rules_never_change_and_no_version_begins_before_another() {
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
            assert!(pair[0].from <= pair[1].from && pair[0].version < pair[1].version);
        }
    }
}

#[test]
fn the_rules_of_a_day_have_a_version() {
    let set = code_of_practice();
    let on = |text: &str| set.rules_on(day(text)).version;
    assert_eq!(on("2015-06-30"), set.edition());
    assert_eq!(on("2015-07-01"), "2026-11");
    assert_eq!(on("2026-11-22"), "2026-11");
    assert_eq!(on("2026-11-23"), "2026-11d");
    assert_eq!(on("2030-01-01"), "2026-11d");
}

#[test]
fn what_is_found_in_a_list_names_its_items() {
    let mut answers = northwind();
    for item in [1, 2, 3] {
        let page = "contacts/escalation/n";
        let mut values = answers.get(page, 1).cloned().unwrap_or_default();
        values.insert(
            "email".to_owned(),
            vec![format!("{item}@northwind.example")],
        );
        answers.insert(page, item, values);
    }
    let check = "additional-infrastructure/n/health-check";
    answers.insert(check, 1, pairs("done=no"));
    answers.insert("connections/n", 2, pairs("kind=internet"));
    answers.insert("security/3a", 0, pairs("answer=private"));
    let left = [
        "2@northwind.example".to_owned(),
        "3@northwind.example".to_owned(),
    ];
    let known = Known::new().with_all("people_who_left", left);
    let found = code_of_practice().cross_checks(&answers, &today(), &known);
    let places = |rule: &str| -> Vec<(String, i16)> {
        let of_rule = found.iter().filter(|check| check.id == rule);
        let places = of_rule.flat_map(|check| &check.places);
        let of_lists = places.filter(|place| place.item > 0);
        of_lists
            .map(|place| (format!("{}#{}", place.page, place.field), place.item))
            .collect()
    };
    let email = || "contacts/escalation/n#email".to_owned();
    assert_eq!(places("X13"), [(email(), 2), (email(), 3)]);
    assert_eq!(places("X8").first(), Some(&(format!("{check}#done"), 1)));
    let kind = ("connections/n#kind".to_owned(), 2);
    assert!(places("X2").contains(&kind), "{:?}", places("X2"));
}
