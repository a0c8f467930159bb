//! The baseline of each question, row by row from `data/baseline.toml`.

#[path = "support/northwind.rs"]
mod northwind;
mod support;

use std::collections::{BTreeMap, BTreeSet};

use northwind::northwind;
use questions::Reference;
use support::{code_of_practice, day, pairs, today};

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    rows: Vec<Row>,
}

#[derive(serde::Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Row {
    question: String,
    /// The outcome's name, or "unanswered".
    outcome: String,
    day: Option<String>,
    /// The rule that finds it; only what is not answered has none.
    rule: Option<String>,
    /// Stands in the reason; only what meets or is not answered may have none.
    says: Option<String>,
    answers: BTreeMap<String, String>,
}

fn rows() -> Vec<Row> {
    match toml::from_str::<Table>(include_str!("data/baseline.toml")) {
        Ok(table) => table.rows,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn every_row_results_in_what_it_says() {
    for row in rows() {
        let mut answers = northwind();
        for (page, text) in &row.answers {
            answers.insert(page, 0, pairs(text));
        }
        let reference = row
            .day
            .as_deref()
            .map_or_else(today, |text| Reference::on(day(text)));
        let baseline = code_of_practice().baseline(&row.question, &answers, &reference);
        let outcome = baseline.as_ref().map_or("unanswered", |b| b.outcome.name());
        assert_eq!(outcome, row.outcome, "{row:?}: {baseline:?}");
        let rule = baseline.as_ref().map(|baseline| &baseline.rule);
        assert_eq!(rule, row.rule.as_ref(), "{row:?}");
        let reason = baseline.map_or_else(String::new, |baseline| baseline.reason);
        let may_be_silent = ["meets", "unanswered"].contains(&row.outcome.as_str());
        match &row.says {
            Some(says) => assert!(
                !says.is_empty() && reason.contains(says),
                "{row:?}: {reason}"
            ),
            None => assert!(may_be_silent, "{row:?}: what does it say?"),
        }
        assert!(!reason.contains(['{', '}']), "{row:?}: {reason}");
    }
}

#[test]
fn every_rule_of_every_question_is_reached() {
    let mut reached = BTreeSet::new();
    for row in rows() {
        let mut answers = northwind();
        for (page, text) in &row.answers {
            answers.insert(page, 0, pairs(text));
        }
        let reference = row
            .day
            .as_deref()
            .map_or_else(today, |text| Reference::on(day(text)));
        if let Some(found) = code_of_practice().baseline(&row.question, &answers, &reference) {
            reached.insert((found.question, found.rule));
        }
    }
    let questions = code_of_practice().questions();
    let missed: Vec<(&str, &str)> = questions
        .flat_map(|question| {
            let rules = question.baseline.iter();
            rules.map(|rule| (question.id.as_str(), rule.id.as_str()))
        })
        .filter(|(question, rule)| !reached.contains(&((*question).to_owned(), (*rule).to_owned())))
        .collect();
    assert_eq!(missed, [], "no row of the table reaches these rules");
}

#[test]
fn question_9b_keeps_its_published_words() {
    let question = code_of_practice().question("9b");
    let is_yes = question.is_some_and(|question| question.requirement_published == "Yes");
    assert!(is_yes, "the published words stay as they are");
}
