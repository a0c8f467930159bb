//! The conditions in the form of a recommendation.

use super::*;
use std::collections::BTreeMap;
use time::macros::date;

fn typed(fields: &[(&str, &str)]) -> TypedConditions {
    let fields = fields.iter().map(|(name, value)| {
        let values = vec![(*value).to_owned()];
        ((*name).to_owned(), values)
    });
    let mut posted = Posted::kept(fields.collect::<BTreeMap<_, _>>());
    let typed = TypedConditions::take(&mut posted);
    assert!(posted.finish().is_ok());
    typed
}

fn errors(typed: &TypedConditions) -> Vec<(String, String)> {
    let mut form = FormState::new();
    assert!(typed.parse(&mut form, date!(2026 - 11 - 22)).is_none());
    let errors = form.errors();
    errors.map(|(f, m)| (f.to_owned(), m.to_owned())).collect()
}

#[test]
fn empty_pairs_are_passed_over_but_not_all_of_them() {
    let nothing = typed(&[
        ("condition_count", "2"),
        ("condition-1", " "),
        ("condition-2", ""),
    ]);
    assert!(nothing.are_empty());
    let enter = |field: &str, words: &str| (field.to_owned(), words.to_owned());
    let missing = "Enter the date for condition 1";
    let expected = [
        enter("condition-1", "Enter condition 1"),
        enter("due-1", missing),
    ];
    assert_eq!(errors(&nothing), expected);
    let second = typed(&[
        ("condition_count", "2"),
        ("condition-2", "Named accounts for administrators."),
        ("due-2-day", "27"),
        ("due-2-month", "3"),
        ("due-2-year", "2027"),
    ]);
    let parsed = second.parse(&mut FormState::new(), date!(2026 - 11 - 22));
    assert!(parsed.is_some());
}

#[test]
fn a_condition_is_met_in_the_future() {
    let late = typed(&[
        ("condition-1", "Named accounts for administrators."),
        ("due-1-day", "22"),
        ("due-1-month", "11"),
        ("due-1-year", "2026"),
    ]);
    let message = "Date for condition 1 must be in the future";
    assert_eq!(errors(&late), [("due-1".to_owned(), message.to_owned())]);
}

#[test]
fn one_more_pair_at_a_time_up_to_ten() {
    let mut form = FormState::new();
    typed(&[("condition_count", "10"), ("more", "yes")]).keep(&mut form);
    let fields = ConditionFields::new(&form);
    assert_eq!(fields.pairs.len(), CONDITIONS_MAX);
    assert!(fields.more.is_none());
    typed(&[("more", "yes")]).keep(&mut form);
    assert_eq!(ConditionFields::new(&form).pairs.len(), 2);
}
