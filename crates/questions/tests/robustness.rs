//! Whatever a browser sends: no panic, and what a check keeps passes through a second one.

mod support;

use proptest::prelude::*;
use questions::{Answers, Page, Values};
use support::{code_of_practice, today, values};

fn pages() -> Vec<&'static Page> {
    code_of_practice().pages().map(|(_, page)| page).collect()
}

/// Texts that have broken forms before, and anything else.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[0-9 ,.%-]{0,14}",
        "[A-Za-z0-9@. -]{0,30}",
        Just("\r\n\t \u{0}\u{202e}".to_owned()),
        Just("e\u{301}\u{37e}\u{2000} ".to_owned()),
        Just("9".repeat(400)),
        Just("2026-02-30".to_owned()),
        Just("2027-03-27".to_owned()),
    ]
}

/// A page and values for its fields: choices, dates in parts, arbitrary texts, unknown names.
fn submission() -> impl Strategy<Value = (&'static Page, Values)> {
    prop::sample::select(pages()).prop_flat_map(|page| {
        let mut names = vec!["stray".to_owned(), String::new()];
        let mut choices = vec!["yes".to_owned(), "IE".to_owned(), "US".to_owned()];
        for field in &page.fields {
            names.push(field.id.clone());
            names.extend(["day", "month", "year"].map(|part| format!("{}-{part}", field.id)));
            choices.extend(field.choices().iter().map(|choice| choice.value.clone()));
        }
        let value = prop_oneof![prop::sample::select(choices), text()];
        let list = prop::collection::vec(value, 0..4);
        let sent = prop::collection::btree_map(prop::sample::select(names), list, 0..12);
        (Just(page), sent)
    })
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(1000))]

    #[test]
    fn a_second_check_changes_nothing((page, sent) in submission()) {
        let today = today();
        let first = page.check(&sent, &today);
        let second = page.check(&first.values, &today);
        prop_assert_eq!(&first.values, &second.values);
        prop_assert!(second.unknown_fields.is_empty());
        if first.is_ok() {
            prop_assert!(second.is_ok(), "{:?}", second.errors);
        }
        for error in &first.errors {
            prop_assert!(page.field(&error.field).is_some());
            prop_assert!(!error.message.is_empty());
        }
        page.describe(&sent);
    }

}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn judging_any_answers_never_panics(
        submissions in prop::collection::vec((submission(), 0_i16..3), 0..20)
    ) {
        let (set, today) = (code_of_practice(), today());
        let mut answers = Answers::new();
        for ((page, sent), item) in submissions {
            answers.insert(page.id.clone(), item, sent);
        }
        set.baselines(&answers, &today);
        set.cross_checks(&answers, &today, &questions::Known::new());
        set.canonical(&answers);
        set.unanswered(&answers, &today);
        for task in &set.tasks {
            set.task_state(task, &answers, &today);
            set.describe(task, &answers);
            for (page, item) in set.asked_pages(task, &answers) {
                set.next_page(task, page, item, &answers);
            }
        }
    }
}

#[test]
fn an_empty_form_gives_one_error_for_each_required_field() {
    for page in pages() {
        let checked = page.check(&Values::new(), &today());
        let required = page.fields.iter().filter(|field| {
            !field.optional
                && field.required_if.is_none()
                && field.only_if.is_none()
                && field.kind != questions::FieldKind::Filled
        });
        assert!(checked.errors.len() >= required.count(), "{}", page.id);
    }
    assert!(values(&[]).is_empty());
}
