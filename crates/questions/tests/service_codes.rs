//! Codes of services in one text: what is forgiven, what is said, what is kept, and what a later
//! revision that asks for them does to what was answered before.

mod support;

use proptest::prelude::*;
use questions::{Answers, Checked, Page, QuestionSet, TaskState};
use support::{code_of_practice, today, values};

const PAGE: &str = "infrastructure/agreement";
const FIELD: &str = "host_services";

fn page() -> &'static Page {
    match code_of_practice().page(PAGE) {
        Some((_, page)) => page,
        None => panic!("there is no page {PAGE}"),
    }
}

fn check(typed: &str) -> Checked {
    let given = [("terms_final", "not_yet"), (FIELD, typed)];
    page().check(&values(&given), &today())
}

/// What is kept, and what is said.
fn read(typed: &str) -> (String, Vec<String>) {
    let checked = check(typed);
    let kept = checked.values.get(FIELD).map_or(&[][..], Vec::as_slice);
    assert!(kept.len() < 2, "one text: {kept:?}");
    let said = checked.errors.into_iter();
    let said = said.map(|error| {
        assert_eq!(error.field, FIELD);
        error.message
    });
    (kept.concat(), said.collect())
}

#[test]
fn codes_are_read_forgivingly_and_kept_one_on_a_line() {
    let rows = [
        ("", ""),
        (" ,;\r\n ", ""),
        ("SRV_0042", "SRV_0042"),
        ("srv 0042", "SRV_0042"),
        ("Srv-0042", "SRV_0042"),
        ("SRV0042", "SRV_0042"),
        ("SRV_OO42", "SRV_0042"),
        ("SRV_I23l", "SRV_1231"),
        ("  S R V _ 0 0 4 2  ", "SRV_0042"),
        ("SRV_0042\r\nSRV_0043", "SRV_0042\nSRV_0043"),
        (
            "SRV_0043, SRV_0042;srv 12345",
            "SRV_0043\nSRV_0042\nSRV_12345",
        ),
        // Each once, where it stood first.
        ("SRV_0042\nSRV_0043\nsrv-oo42,", "SRV_0042\nSRV_0043"),
    ];
    for (typed, kept) in rows {
        assert_eq!(read(typed), (kept.to_owned(), Vec::new()), "{typed:?}");
    }
}

#[test]
fn what_is_no_code_is_named_and_everything_stays_as_typed() {
    const LIKE: &str = "Service codes look like SRV_0042";
    let long = "x".repeat(60);
    let rows = [
        ("SRV_12X", "‘SRV_12X’ is not a service code.".to_owned()),
        (
            "SRV_0042\n\nsrv 12\nSRV_0043",
            "‘srv 12’ is not a service code.".to_owned(),
        ),
        (
            "SRV_0042 and SRV_0043",
            "‘SRV_0042 and SRV_0043’ is not a service code.".to_owned(),
        ),
        (
            "none, 0042",
            "‘none’ and ‘0042’ are not service codes.".to_owned(),
        ),
        (
            "a;b;c;d;e",
            "‘a’, ‘b’, ‘c’ and 2 more are not service codes.".to_owned(),
        ),
        (
            &long,
            format!("‘{}…’ is not a service code.", "x".repeat(40)),
        ),
    ];
    for (typed, said) in rows {
        let expected = (typed.to_owned(), vec![format!("{said} {LIKE}")]);
        assert_eq!(read(typed), expected);
    }
}

#[test]
fn there_are_twenty_at_most_and_nobody_has_to_name_one() {
    let codes = |number: usize| {
        let codes = (1..=number).map(|number| format!("SRV_{number:04}"));
        codes.collect::<Vec<_>>().join("\n")
    };
    assert_eq!(read(&codes(20)), (codes(20), Vec::new()));
    let many = read(&codes(21));
    let said = vec!["Enter 20 service codes or fewer".to_owned()];
    assert_eq!(many, (codes(21), said));
    // What is there twice counts once.
    assert!(check(&format!("{}\nSRV_0001", codes(20))).is_ok());
    let without = page().check(&values(&[("terms_final", "not_yet")]), &today());
    assert!(without.is_ok());
    let control = read("SRV_0042\u{202e}").1;
    assert_eq!(
        control,
        ["Service codes must not include characters that nobody can see. Type it again"]
    );
    assert_eq!(
        read(&"x".repeat(1501)).1,
        ["Service codes must be 1,500 characters or less"]
    );
}

#[test]
fn people_read_them_in_a_row_and_tables_have_them_line_by_line() {
    let kept = check("SRV_0042, srv 43, SRV_0044").values;
    let rows = page().describe(&kept);
    let label = "Which of the owner’s PSN services does your service use?";
    let shown = rows.iter().find(|(name, _)| name == label);
    assert_eq!(
        shown.map(|(_, answer)| answer.as_str()),
        Some("SRV_0042, srv 43, SRV_0044"),
        "not a code: as typed"
    );
    let mut answers = Answers::new();
    answers.insert("infrastructure/who", 0, values(&[("who", "another")]));
    answers.insert(PAGE, 0, check("SRV_0042, SRV_0043").values);
    let shown = page().describe(answers.get(PAGE, 0).unwrap_or(&kept));
    assert!(shown.contains(&(label.to_owned(), "SRV_0042, SRV_0043".to_owned())));
    let rows = code_of_practice().form_rows(&answers);
    let row = rows.iter().find(|row| row.question.starts_with(label));
    let row = row.map(|row| {
        (
            row.answer.as_str(),
            row.how.contains("Up to 20 service codes"),
        )
    });
    assert_eq!(row, Some(("SRV_0042\nSRV_0043", true)));
}

#[test]
fn they_are_part_of_what_is_signed_where_they_are_asked() {
    let set = code_of_practice();
    let signed = |who: &str, typed: &str| {
        let mut answers = Answers::new();
        answers.insert("infrastructure/who", 0, values(&[("who", who)]));
        answers.insert(PAGE, 0, check(typed).values);
        set.canonical(&answers).to_string()
    };
    assert!(signed("another", "srv 0042").contains(r#""host_services":["SRV_0042"]"#));
    assert_ne!(signed("another", "SRV_0042"), signed("another", "SRV_0043"));
    assert_eq!(signed("ours", "SRV_0042"), signed("ours", "SRV_0043"));
}

fn revision(number: u32) -> &'static QuestionSet {
    let mut sets = questions::sets().iter();
    match sets.find(|set| set.id == "psn-cop" && set.revision == number) {
        Some(set) => set,
        None => panic!("there is no revision {number}"),
    }
}

#[test]
fn what_was_answered_before_they_were_asked_for_stays_complete_and_the_change_is_told() {
    let mut answers = Answers::new();
    answers.insert("infrastructure/who", 0, values(&[("who", "another")]));
    answers.insert(PAGE, 0, values(&[("terms_final", "not_yet")]));
    for number in [2, 3] {
        let set = revision(number);
        let left = set.unanswered(&answers, &today());
        assert!(left.iter().all(|(_, page, _)| *page != PAGE), "{number}");
    }
    let now = revision(3);
    let told: Vec<(String, String, bool)> = now
        .reworded_since(revision(2), PAGE)
        .into_iter()
        .map(|change| (change.what, change.now, change.then.is_empty()))
        .collect();
    let label = "Which of the owner’s PSN services does your service use? (optional)";
    assert_eq!(told, [("Label".to_owned(), label.to_owned(), true)]);
    let told = now.reworded_since(revision(2), "additional-infrastructure/n/findings");
    let what: Vec<&str> = told.iter().map(|change| change.what.as_str()).collect();
    assert_eq!(what, ["Text"]);
    // Pages that are the same say nothing.
    assert!(now.reworded_since(revision(2), "security/4a").is_empty());
    let (task, _) = now.page(PAGE).unwrap_or_else(|| panic!("no {PAGE}"));
    assert_eq!(
        now.task_state(task, &answers, &today()),
        TaskState::InProgress
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is typed, reading what was kept gives the same again.
    #[test]
    fn reading_twice_is_reading_once(
        typed in prop_oneof![
            any::<String>(),
            "(( ?[sS]-?[rR] ?[vV][_ -]?[0-9OoIlL]{3,10}|[a-z ]{0,5})[,;\n ]{1,2}){0,25}",
        ]
    ) {
        let (kept, said) = read(&typed);
        let (again, said_again) = read(&kept);
        prop_assert_eq!(&kept, &again);
        prop_assert_eq!(&said, &said_again);
        if said.is_empty() {
            let lines: Vec<&str> = kept.lines().collect();
            let fits = |line: &&str| {
                line.strip_prefix("SRV_").is_some_and(|digits| {
                    (4..=9).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit())
                })
            };
            prop_assert!(lines.iter().all(fits), "{:?}", lines);
            let mut once = lines.clone();
            once.sort_unstable();
            once.dedup();
            prop_assert_eq!(once.len(), lines.len());
        }
    }
}
