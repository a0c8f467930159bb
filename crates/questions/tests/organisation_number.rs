//! Which number each type of organisation gives, and in which form.

mod support;

use questions::{Answers, Page};
use support::{code_of_practice, pairs, today, values};

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    rows: Vec<Row>,
}

/// A row of `data/registration_numbers.toml`.
#[derive(serde::Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Row {
    r#type: String,
    submitted: String,
    keeps: Option<String>,
    says: Option<String>,
    note: Option<bool>,
}

fn rows() -> Vec<Row> {
    match toml::from_str::<Table>(include_str!("data/registration_numbers.toml")) {
        Ok(table) => table.rows,
        Err(error) => panic!("{error}"),
    }
}

fn name_and_number() -> &'static Page {
    match code_of_practice().page("organisation/name-and-number") {
        Some((_, page)) => page,
        None => panic!("there is no such page"),
    }
}

#[test]
fn every_row_is_kept_or_refused_as_it_says() {
    for row in rows() {
        let mut answers = Answers::new();
        answers.insert("organisation/type", 0, values(&[("type", &row.r#type)]));
        let mut submitted = values(&[("name", "Acme")]);
        submitted.extend(pairs(&row.submitted));
        let asked = name_and_number().as_asked(&answers, 0);
        let checked = asked.check(&submitted, &today());
        let messages: Vec<&str> = checked.errors.iter().map(|e| e.message.as_str()).collect();
        let expected: Vec<&str> = row.says.as_deref().into_iter().collect();
        assert_eq!(messages, expected, "{row:?}");
        if let Some((field, value)) = row.keeps.as_deref().and_then(|keeps| keeps.split_once('=')) {
            assert_eq!(checked.values[field], [value], "{row:?}");
        }
        let is_public = ["central_government", "local_authority"].contains(&&*row.r#type);
        let names: Vec<&String> = checked.values.keys().collect();
        assert!(!is_public || names == ["name"], "{row:?}: {names:?}");
        if let Some(note) = row.note {
            answers.insert("organisation/name-and-number", 0, checked.values.clone());
            let known = questions::Known::new();
            let found = code_of_practice().cross_checks(&answers, &today(), &known);
            let notes = found.iter().filter(|check| check.id == "N1");
            assert_eq!(notes.count(), usize::from(note), "{row:?}");
        }
    }
}

#[test]
fn a_department_is_told_that_it_needs_no_number() {
    let mut answers = Answers::new();
    answers.insert(
        "organisation/type",
        0,
        values(&[("type", "central_government")]),
    );
    let asked = name_and_number().as_asked(&answers, 0);
    assert_eq!(asked.body, ["You do not need a registration number."]);
    assert_eq!(asked.fields.len(), 1, "only the name");
    let sent = values(&[("name", "Department"), ("company_number", "01234567")]);
    let checked = asked.check(&sent, &today());
    assert_eq!(checked.unknown_fields, ["company_number"]);
    assert!(!checked.values.contains_key("company_number"));
}
