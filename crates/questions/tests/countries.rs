//! Countries by group from a dated list: the list of the day of submission counts.

#[path = "support/northwind.rs"]
mod northwind;
mod support;

use northwind::northwind;
use questions::{Outcome, Reference, Standing, all_countries};
use support::{code_of_practice, day, pairs, today};

/// Code, the last day it was not covered, the first day it was, and whether only partly.
const BEGINNINGS: &[(&str, &str, &str, bool)] = &[
    ("IE", "2020-12-30", "2020-12-31", false),
    ("CA", "2020-12-30", "2020-12-31", true),
    ("KR", "2022-12-18", "2022-12-19", true),
    ("US", "2023-10-11", "2023-10-12", true),
];

#[test]
fn each_country_counts_from_its_first_day() {
    for (code, before, first, is_partial) in BEGINNINGS {
        let standing = |text: &str| Reference::on(day(text)).standing(code);
        assert_eq!(standing(before), Standing::NotAllowed, "{code}");
        match standing(first) {
            Standing::Full => assert!(!is_partial, "{code}"),
            Standing::Partial(condition) => assert!(*is_partial, "{code}: {condition}"),
            Standing::NotAllowed => panic!("{code} is not covered on {first}"),
        }
    }
    let offered = |text: &str| Reference::on(day(text)).countries("adequate").len();
    assert_eq!((offered("2023-10-11"), offered("2023-10-12")), (13, 14));
}

#[test]
fn what_was_submitted_is_judged_by_the_list_of_its_day() {
    let mut answers = northwind();
    answers.insert("security/2a", 0, pairs("answer=treaty"));
    answers.insert("security/2a/countries", 0, pairs("treaty=US"));
    let met = "meets_us=yes;how_us=Our processor is on the list";
    answers.insert("security/2a/conditions", 0, pairs(met));
    let today = today().today;
    let judged = |lists_on: &str| {
        let reference = Reference::with_lists_of(today, day(lists_on));
        let baseline = code_of_practice().baseline("2a", &answers, &reference);
        baseline.map(|baseline| baseline.outcome)
    };
    assert_eq!(judged("2023-10-11"), Some(Outcome::Below));
    assert_eq!(judged("2023-10-12"), Some(Outcome::Check));
}

#[test]
fn every_entry_has_a_source_and_its_days_in_order() {
    for country in all_countries() {
        assert!(!country.source.is_empty(), "{}", country.code);
        assert!(
            country.to.is_none_or(|to| country.from <= to),
            "{}",
            country.code
        );
        let overlap = all_countries()
            .iter()
            .filter(|other| other.code == country.code && other.is_in_force(country.from));
        assert_eq!(overlap.count(), 1, "{} stands twice", country.code);
    }
}

#[test]
fn a_country_of_the_lists_is_chosen_there_and_not_written() {
    let set = code_of_practice();
    let said = |ticked: &str, written: &str, on: &Reference| {
        let mut answers = northwind();
        answers.insert("security/2a", 0, pairs(ticked));
        let Some((_, page)) = set.page("security/2a/countries") else {
            panic!("the page is there")
        };
        let checked = page.as_asked(&answers, 0).check(
            &pairs(&format!("eu_eea=IE;treaty=CH;elsewhere={written}")),
            on,
        );
        let errors = checked.errors.into_iter().map(|error| error.message);
        errors.collect::<Vec<_>>().join("; ")
    };
    let today = today();
    for (written, expected) in [
        (
            "France",
            "France is in the EU or EEA. Go back to ‘Where your data centres are’ and select ‘Another country in the EU or EEA’",
        ),
        (
            " the  CZECH  republic",
            "Czechia is in the EU or EEA. Go back to",
        ),
        ("Brazil, France", "France is in the EU or EEA. Go back to"),
        (
            "India and jersey",
            "Jersey has a suitable data protection treaty. Go back to",
        ),
        (
            "U.S.A.",
            "United States has a suitable data protection treaty. Go back to",
        ),
        (
            "Scotland",
            "The United Kingdom is not ‘anywhere else’. Go back to",
        ),
    ] {
        let said = said("answer=elsewhere", written, &today);
        assert!(said.starts_with(expected), "{written}: {said}");
    }
    for written in [
        "Brazil",
        "Trinidad and Tobago",
        "Faroe Islands",
        "New Caledonia",
    ] {
        assert_eq!(said("answer=elsewhere", written, &today), "", "{written}");
    }
    let beside = said("answer=eu_eea;answer=elsewhere", "Frànce", &today);
    assert_eq!(
        beside,
        "Select France under ‘Countries in the EU or EEA’ instead"
    );
    let before = Reference::on(day("2023-10-11"));
    let named = said("answer=elsewhere", "United States", &before);
    assert_eq!(named, "", "it was in no list on that day");
}
