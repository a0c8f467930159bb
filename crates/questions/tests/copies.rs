//! Copies of the form that leave and come back.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that can't go on fails"
)]

#[path = "copies/generated.rs"]
mod generated;
#[path = "copies/schema.rs"]
mod schema;
mod support;

use proptest::prelude::*;
use questions::{Answers, FieldKind, Found, HEADINGS, NotRecognised, QuestionSet, Values, Why};
use serde_json::{Value, json};
use spreadsheets::{Column, Limits, Sheet, read, write_csv, write_ods};
use support::{code_of_practice, today, values};

fn sheet(set: &QuestionSet, answers: &Answers) -> Sheet {
    let column = |heading: &str| Column {
        heading: heading.to_owned(),
        width: 40,
        is_input: false,
    };
    Sheet {
        title: String::new(),
        name: String::new(),
        columns: HEADINGS.map(column).to_vec(),
        rows: set
            .form_rows(answers)
            .into_iter()
            .map(questions::FormRow::cells)
            .collect(),
    }
}

fn copy(set: &QuestionSet, answers: &Answers) -> Value {
    json!({
        "$schema": "https://psn.example/schemas/psn-cop-2015-07.json",
        "question_set": set.named(),
        "application": { "reference": "COP-AAAA-AAA5", "service": "", "organisation": "A" },
        "copied_at": "2026-11-22T12:00:00Z",
        "answers": set.copied_answers(answers),
    })
}

/// The answers as they would be stored again.
fn stored(set: &QuestionSet, found: &Found) -> Answers {
    assert_eq!(found.unused, []);
    let mut answers = Answers::new();
    for found in &found.pages {
        let (_, page) = set.page(&found.page).unwrap();
        let checked = page.check(&found.values, &today());
        assert_eq!(checked.unknown_fields, Vec::<String>::new());
        answers.insert(found.page.clone(), found.item, checked.values);
    }
    answers
}

/// The same without what a register fills in: it comes from there again.
fn without_filled(set: &QuestionSet, answers: &Answers) -> Answers {
    let mut kept = Answers::new();
    for (key, values) in answers.iter() {
        let (_, page) = set.page(&key.page).unwrap();
        let is_kept = |name: &String| {
            page.field(name)
                .is_none_or(|field| field.kind != FieldKind::Filled)
        };
        let values: Values = values
            .clone()
            .into_iter()
            .filter(|(name, _)| is_kept(name))
            .collect();
        kept.insert(key.page.clone(), key.item, values);
    }
    kept
}

/// The same without what is left over in follow-ups of other choices: tables do not tell it.
fn without_left_overs(set: &QuestionSet, answers: &Answers) -> Answers {
    let mut kept = Answers::new();
    for (key, values) in answers.iter() {
        let (_, page) = set.page(&key.page).unwrap();
        let counts = |name: &String| {
            let mut fields = page.fields.iter();
            let field = fields.find(|field| field.owns(name));
            field.is_none_or(|field| page.counts(field, values))
        };
        let values: Values = values
            .clone()
            .into_iter()
            .filter(|(name, _)| counts(name))
            .collect();
        if !values.is_empty() {
            kept.insert(key.page.clone(), key.item, values);
        }
    }
    kept
}

/// The first answer that is not the same, if any.
fn expect_same(back: &Answers, there: &Answers) -> Result<(), TestCaseError> {
    for (key, values) in there.iter() {
        prop_assert_eq!(
            back.get(&key.page, key.item),
            Some(values),
            "{} {}",
            key.page,
            key.item
        );
    }
    prop_assert_eq!(back.len(), there.len());
    Ok(())
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn every_copy_comes_back_without_loss(answers in generated::answers(code_of_practice())) {
        let set = code_of_practice();
        let sheet = sheet(set, &answers);
        let limits = Limits { text_bytes: 50_000_000, ..Limits::default() };
        for file in [write_ods(&sheet), write_csv(&sheet)] {
            let table = read(&file, &limits).unwrap();
            let found = set.read_rows(table.rows());
            let found = found.unwrap();
            let there = without_left_overs(set, &without_filled(set, &answers));
            expect_same(&without_left_overs(set, &stored(set, &found)), &there)?;
        }
        let copy = copy(set, &answers);
        let found = set.read_copy(copy.to_string().as_bytes()).unwrap();
        expect_same(&stored(set, &found), &without_filled(set, &answers))?;
        prop_assert_eq!(schema::check(&set.copy_schema("https://psn.example/s"), &copy, ""), Ok(()));
    }

    #[test]
    fn whatever_stands_in_a_table_is_read_or_refused(
        rows in prop::collection::vec(prop::collection::vec(any::<String>(), 0..8), 0..20),
        answers in prop::collection::vec(any::<String>(), 300),
    ) {
        let set = code_of_practice();
        let _ = set.read_rows(&rows);
        let _ = set.read_copy(rows.concat().concat().as_bytes());
        let mut table = vec![HEADINGS.map(str::to_owned).to_vec()];
        for (row, answer) in set.form_rows(&Answers::new()).into_iter().zip(answers) {
            let mut cells = row.cells();
            cells[5] = answer;
            table.push(cells);
        }
        let found = set.read_rows(&table).unwrap();
        for found in &found.pages {
            let (_, page) = set.page(&found.page).unwrap();
            prop_assert_eq!(page.check(&found.values, &today()).unknown_fields, Vec::<String>::new());
        }
    }
}

/// Reads a table of references and answers.
fn table(rows: &[(&str, &str)]) -> Found {
    let mut table = vec![vec!["Your answer".to_owned(), "reference".to_owned()]];
    table.extend(
        rows.iter()
            .map(|(reference, answer)| vec![(*answer).to_owned(), (*reference).to_owned()]),
    );
    code_of_practice().read_rows(&table).unwrap()
}

#[test]
fn answers_are_read_as_people_write_them() {
    let found = table(&[
        ("security/9a#answer", " not  fully YET "),
        ("connections/2#kind", "A customer's network"),
        (
            "connections/2/security#technical_controls",
            "Firewall; malware scan\nmutual_tls",
        ),
        (
            "infrastructure/details#certificate_expires",
            "27th March 2027",
        ),
    ]);
    assert_eq!(found.unused, []);
    let of = |page: &str| {
        &found
            .pages
            .iter()
            .find(|found| found.page == page)
            .unwrap()
            .values
    };
    assert_eq!(of("security/9a"), &values(&[("answer", "partly")]));
    assert_eq!(
        of("connections/n"),
        &values(&[("kind", "customer_network")])
    );
    let controls = ["firewall", "malware_scan", "mutual_tls"];
    assert_eq!(of("connections/n/security")["technical_controls"], controls);
    let on = "certificate_expires";
    assert_eq!(
        of("infrastructure/details")[&format!("{on}-month")],
        ["March"]
    );
    let order: Vec<&str> = found
        .pages
        .iter()
        .map(|found| found.page.as_str())
        .collect();
    let expected = [
        "infrastructure/details",
        "connections/n",
        "connections/n/security",
        "security/9a",
    ];
    assert_eq!(order, expected);
}

#[test]
fn of_what_cannot_be_used_so_much_is_kept_and_the_rest_is_counted() {
    let long = "ß".repeat(501);
    let names: Vec<String> = (0..250)
        .map(|n| format!("security/99z-{n}#answer"))
        .collect();
    let known = ("service-name#name", "First");
    let mut rows = vec![known];
    rows.extend(names.iter().map(|name| (name.as_str(), long.as_str())));
    let found = table(&rows);
    assert_eq!((found.unused.len(), found.unused_more), (200, 50));
    assert_eq!(found.unused[0].text, format!("{}…", "ß".repeat(500)));
    let fits = table(&[known, ("security/99z#answer", &long[2..])]);
    assert_eq!(fits.unused[0].text, "ß".repeat(500));
    // A place that somebody typed is cut too, and a name that is far too long breaks nothing.
    let far = "security/".repeat(1000);
    let found = table(&[known, (far.as_str(), "Yes")]);
    assert!(found.unused[0].place.chars().count() <= 500);
}

#[test]
fn what_cannot_be_used_is_told_with_the_reason() {
    let found = table(&[
        ("security/9a#answer", "Perhaps"),
        ("security/99z#answer", "Yes"),
        ("service-name#name", "First"),
        ("service-name#name", "Second"),
        (
            "infrastructure/details#certificate_expires",
            "some day in the spring of 2027",
        ),
        ("connections/51#name", "One too many"),
        ("infrastructure/find#name", "Filled in by us"),
        ("", "Something without a reference"),
        ("", ""),
    ]);
    let reasons: Vec<(&str, Why)> = found
        .unused
        .iter()
        .map(|unused| (unused.text.as_str(), unused.why))
        .collect();
    let expected = [
        ("Perhaps", Why::NotAChoice),
        ("Yes", Why::NotAsked),
        ("Second", Why::Twice),
        ("some day in the spring of 2027", Why::NotADay),
        ("One too many", Why::NotAsked),
        ("Something without a reference", Why::NotAsked),
    ];
    assert_eq!(reasons, expected);
    assert_eq!(found.pages.len(), 1);
    assert_eq!(found.pages[0].values, values(&[("name", "First")]));
}

#[test]
fn what_cannot_be_used_is_named_with_its_number_and_its_choices() {
    let found = table(&[
        ("service-name#name", "Gazetteer"),
        ("security/9b#answer", "Yes"),
        ("security/9a#answer", "Perhaps"),
        ("security/99z#answer", "Yes"),
        ("", "Something without a reference"),
    ]);
    let [other_way_round, no_choice, unknown, nothing] = &found.unused[..] else {
        panic!("{:?}", found.unused);
    };
    assert!(
        other_way_round
            .place
            .starts_with("9b Keeping consumers apart in management tools: "),
        "{}",
        other_way_round.place
    );
    assert_eq!(other_way_round.why, Why::NotAChoice);
    assert!(other_way_round.is_other_way_round);
    assert_eq!(other_way_round.choices.len(), 3);
    assert!(other_way_round.choices[0].starts_with("Yes, consumers are kept apart"));
    assert!(no_choice.place.starts_with("9a "), "{}", no_choice.place);
    assert!(!no_choice.is_other_way_round);
    assert_eq!(no_choice.choices, ["Yes", "Not fully yet", "No"]);
    assert_eq!(unknown.place, "Row 5: security/99z#answer");
    assert_eq!(nothing.place, "Row 6");
}

#[test]
fn tables_and_files_of_something_else_are_no_form() {
    let set = code_of_practice();
    let words = |rows: &[&[&str]]| -> Vec<Vec<String>> {
        rows.iter()
            .map(|row| row.iter().map(|cell| (*cell).to_owned()).collect())
            .collect()
    };
    let no_headings = words(&[&["a", "b"], &["c"]]);
    assert_eq!(set.read_rows(&no_headings), Err(NotRecognised::NoForm));
    let no_rows = words(&[&["Reference", "Your answer"], &["x", "y"]]);
    assert_eq!(set.read_rows(&no_rows), Err(NotRecognised::NoForm));
    assert_eq!(set.read_copy(b"{}"), Err(NotRecognised::NoForm));
    assert_eq!(set.read_copy(b"[1, 2]"), Err(NotRecognised::NoForm));
    let other = br#"{"question_set":{"id":"another"},"answers":[]}"#;
    assert_eq!(set.read_copy(other), Err(NotRecognised::OtherForm));
    let deep = "[".repeat(100_000);
    assert_eq!(set.read_copy(deep.as_bytes()), Err(NotRecognised::NoForm));
}

#[test]
fn columns_that_the_form_does_not_have_are_named() {
    let rows = [
        ["Reference", "Your answer", "Who does it"],
        ["service-name#name", "A", "Dev"],
    ];
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.map(str::to_owned).to_vec())
        .collect();
    let found = code_of_practice().read_rows(&rows).unwrap();
    assert_eq!(found.unknown_columns, ["Who does it"]);
}

#[test]
fn a_copy_of_an_older_version_is_read_and_what_is_gone_is_named() {
    let old = json!({
        "question_set": { "id": "psn-cop", "version": "2014-01", "hash": "" },
        "answers": [
            { "page": "security/9a", "item": 0, "values": { "answer": ["yes"], "gone": ["x"] } },
            { "page": "gone", "item": 0, "values": { "answer": ["yes"] } },
            { "page": "security/3a", "item": 0, "values": { "answer": ["something_gone"] } },
        ],
    });
    let found = code_of_practice()
        .read_copy(old.to_string().as_bytes())
        .unwrap();
    assert_eq!(found.pages.len(), 1);
    assert_eq!(found.unused.len(), 3);
}

#[test]
fn the_schema_refuses_what_is_no_copy() {
    let set = code_of_practice();
    let mut answers = Answers::new();
    answers.insert("security/9a", 0, values(&[("answer", "yes")]));
    let good = copy(set, &answers);
    let schema = set.copy_schema("https://psn.example/s");
    assert_eq!(schema::check(&schema, &good, ""), Ok(()));
    for (pointer, value) in [
        ("/answers/0/page", json!("security/99")),
        ("/answers/0/item", json!(1)),
        ("/answers/0/values/answer", json!(["perhaps"])),
        ("/answers/0/values", json!({ "more": ["x"] })),
        ("/question_set/version", json!("2099-01")),
        ("/application", json!({})),
        ("/answers", json!({})),
    ] {
        let mut wrong = good.clone();
        *wrong.pointer_mut(pointer).unwrap() = value;
        assert!(schema::check(&schema, &wrong, "").is_err(), "{pointer}");
    }
}

#[test]
fn choices_can_be_told_apart_by_their_labels() {
    for set in questions::sets() {
        for (_, page) in set.pages() {
            for field in &page.fields {
                let mut labels: Vec<String> = field
                    .choices()
                    .iter()
                    .map(|choice| choice.label.to_lowercase())
                    .collect();
                assert!(
                    labels.iter().all(|label| !label.contains('\n')),
                    "{}",
                    page.id
                );
                labels.sort_unstable();
                let all = labels.len();
                labels.dedup();
                assert_eq!(labels.len(), all, "{} of {}", field.id, page.id);
            }
        }
    }
}

#[test]
fn only_questions_with_an_erratum_are_never_taken_from_a_file() {
    let set = code_of_practice();
    let here_only: Vec<&str> = set
        .pages()
        .filter(|(_, page)| set.is_answered_here_only(page))
        .map(|(_, page)| page.id.as_str())
        .collect();
    assert_eq!(here_only, ["security/9b"]);
    let rows = set.form_rows(&Answers::new());
    let row = rows
        .iter()
        .find(|row| row.reference == "security/9b#answer")
        .unwrap();
    assert!(row.how.contains("Answer it online"), "{}", row.how);
}

#[test]
fn an_answer_to_9b_is_told_as_stored_and_as_published() {
    let set = code_of_practice();
    for (named, published) in [
        ("isolated", "No"),
        ("partial", "In part"),
        ("not_isolated", "Yes"),
    ] {
        let mut answers = Answers::new();
        answers.insert("security/9a", 0, values(&[("answer", "yes")]));
        answers.insert("security/9b", 0, values(&[("answer", named)]));
        let copy = copy(set, &answers);
        let told = |page: usize| &copy["answers"][page]["as_published_answer"];
        assert_eq!((told(0), told(1)), (&Value::Null, &json!(published)));
        assert_eq!(copy["answers"][1]["values"]["answer"], json!([named]));
        let schema = set.copy_schema("https://psn.example/s");
        assert_eq!(schema::check(&schema, &copy, ""), Ok(()));
        let rows = set.form_rows(&answers);
        let row = |name: &str| {
            let reference = format!("security/9b#{name}");
            let row = rows.iter().find(|row| row.reference == reference);
            row.map(|row| row.answer.as_str())
        };
        assert_eq!(row("named_value"), Some(named));
        assert_eq!(row("as_published_answer"), Some(published));
        let found = table(&[
            ("security/9b#as_published_answer", published),
            ("security/9b#named_value", named),
        ]);
        assert_eq!(
            (found.pages.len(), found.unused),
            (0, vec![]),
            "it is not read back"
        );
    }
    let blank = set.form_rows(&Answers::new());
    assert!(
        blank
            .iter()
            .all(|row| !row.reference.ends_with("#named_value"))
    );
}
