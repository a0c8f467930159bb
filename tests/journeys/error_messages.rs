//! Every sort of error message, in the same words at its three places: the title says that there
//! is an error, the summary links to the field, and the message stands beside the field.
//!
//! [`every_field`] makes a case of every sentence of every field from the question set. The table
//! (`tests/cases/error-messages.json`) says in plain words what those of each sort look like. Those of
//! files, codes, passwords, and of dates that follow each other are expected where such are sent
//! ([`ELSEWHERE`]).

mod every_field;

use crate::form::Given;
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use tests::Page;

const TABLE: &str = include_str!("../cases/error-messages.json");

/// What the templates of messages are for; each has a row at least.
const CASES: [&str; 17] = [
    "Nothing typed",
    "Nothing chosen, yes or no",
    "Nothing chosen, two options",
    "Nothing chosen, more",
    "None plus another",
    "Too long",
    "Too short",
    "Not a number",
    "Out of range",
    "Date missing",
    "Date in part",
    "Date unreal",
    "Date order, past",
    "Date order, future",
    "Email",
    "Phone",
    "Completion radios",
];

/// Tests that expect messages in the same way, and which.
const ELSEWHERE: [(&str, &[&str]); 5] = [
    (
        include_str!("documents/refused.rs"),
        &[
            "Select a file",
            "The selected file is empty",
            "The selected file is password protected",
            "The selected file must be smaller than 20MB",
            "The selected file could not be uploaded – try again",
        ],
    ),
    (
        include_str!("documents/scanning.rs"),
        &["The selected file contains a virus"],
    ),
    (
        include_str!("documents.rs"),
        &[
            "The selected file must be a PDF, DOCX, ODT, XLSX, ODS, CSV, PNG or JPG",
            "The date it expires must be the same as or after 2 March 2026, the date it takes effect",
        ],
    ),
    (
        include_str!("link_codes.rs"),
        &[
            "That code is not right. Check the latest email",
            "That code has expired. We have sent a new one",
        ],
    ),
    (
        include_str!("passwords.rs"),
        &[
            "Password must be 12 characters or more",
            "Password must be different from your email address and name",
            "Password must not have the same character 3 times in a row",
            "Password must not be a dictionary word. Try three random words and a number",
            "Password must include letters and a number",
            "Choose a password you have not used here in the last 6 months",
            "Choose a different password. This one is too easy to guess or has been used before",
        ],
    ),
];

/// Fields and what is typed or chosen: one text, or several.
type Typed = BTreeMap<String, Value>;

#[derive(Deserialize)]
struct Row {
    case: String,
    page: String,
    #[serde(default)]
    before: Vec<(String, Typed)>,
    #[serde(default = "save")]
    button: String,
    send: Typed,
    field: String,
    message: String,
}

fn save() -> String {
    "Save and continue".to_owned()
}

/// `{20 characters}` stands for so many.
fn text(value: &str) -> String {
    let count = value.strip_prefix('{');
    let count = count.and_then(|rest| rest.strip_suffix(" characters}"));
    count.map_or_else(
        || value.to_owned(),
        |count| "x".repeat(count.parse().unwrap()),
    )
}

async fn press(page: &Page, button: &str, typed: &Typed) -> Page {
    let values: Vec<(&str, String)> = typed
        .iter()
        .flat_map(|(name, value)| {
            let values = value.as_array().cloned().unwrap_or(vec![value.clone()]);
            let texts = values.into_iter().map(|one| text(one.as_str().unwrap()));
            texts.map(|one| (name.as_str(), one)).collect::<Vec<_>>()
        })
        .collect();
    let values: Vec<(&str, &str)> = values
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    page.press_all(button, &values).await
}

#[tokio::test]
async fn every_message_of_the_form_stands_in_title_summary_and_field() {
    let given = Given::started().await;
    let rows: Vec<Row> = serde_json::from_str(TABLE).unwrap();
    for row in &rows {
        for (page, typed) in &row.before {
            let page = given.browser.visit(&given.at(page)).await;
            press(&page, &save(), typed).await.expect_status(303);
        }
        let page = given.browser.visit(&given.at(&row.page)).await;
        let saved = given.app.count("answer_history").await;
        let wrong = press(&page, &row.button, &row.send).await;
        wrong.expect_error(&row.field, &row.message);
        // Nothing was saved, and what was typed is still there.
        assert_eq!(given.app.count("answer_history").await, saved);
        for value in row.send.values().filter_map(Value::as_str) {
            let typed = text(value);
            assert!(wrong.body().contains(&typed), "{typed:?} of {}", row.page);
        }
    }
    let covered: BTreeSet<&str> = rows.iter().map(|row| row.case.as_str()).collect();
    assert_eq!(covered, BTreeSet::from(CASES));
}

#[test]
fn every_other_message_is_expected_where_it_is_made() {
    for (test, messages) in ELSEWHERE {
        assert!(test.contains("expect_error") || test.contains("error-summary"));
        for message in messages {
            assert!(test.contains(&format!("\"{message}\"")), "{message}");
        }
    }
}
