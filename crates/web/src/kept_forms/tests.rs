//! Which forms are kept, what they are called, and what of them was typed.

use super::*;
use crate::Access;
use std::collections::BTreeSet;

#[test]
fn every_form_of_people_who_are_signed_in_is_named() {
    const NEVER_KEPT: [&str; 4] = [
        "/answer-kept",
        "/confirm-it-is-you",
        "/confirm-it-is-you/code",
        "/confirm-it-is-you/passkey",
    ];
    let routes = crate::routes();
    let pages: BTreeSet<&str> = routes
        .iter()
        .filter(|route| route.method == "GET")
        .map(|route| route.path)
        .collect();
    let kept = routes.iter().filter(|route| {
        let is_for_people = !matches!(
            route.access,
            Access::Public | Access::Link | Access::Demonstration
        );
        route.method == "POST" && is_for_people && !NEVER_KEPT.contains(&route.path)
    });
    for route in kept {
        let form = find(route.path).unwrap_or_else(|| panic!("no words for {}", route.path));
        assert!(pages.contains(&*form.page), "{} is no page", form.page);
    }
    for path in NEVER_KEPT {
        assert_eq!(find(path), None);
    }
}

#[test]
fn buttons_versions_and_secrets_are_not_typed() {
    let form = |pairs: &[(&str, &str)]| -> Fields {
        let pairs = pairs.iter();
        let pairs = pairs.map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()]));
        pairs.collect()
    };
    for untyped in [
        form(&[]),
        form(&[("action", "save"), ("version", "3"), ("version-3a", "1")]),
        form(&[("password", "three words"), ("code", "123456")]),
        form(&[("note", " \n"), ("was-1", "somebody")]),
        form(&[("outcome", "approved"), ("decision", "7")]),
    ] {
        assert!(!is_any_typed(&untyped), "{untyped:?}");
    }
    assert!(is_any_typed(&form(&[("version", "3"), ("note", "Why?")])));
    assert!(is_any_typed(&form(&[
        ("outcome", "approved"),
        ("comment", "I have read all of it.")
    ])));
}

#[test]
fn a_form_is_named_with_its_application_and_leads_to_its_page() {
    let form = find("/team/applications/COP-7H3K-9QXM/review/3c").unwrap();
    assert_eq!(form.words, "Judge 3c of COP-7H3K-9QXM");
    let form = find("/organisations/1/people/2/leaving").unwrap();
    assert_eq!(form.page, "/organisations/1/people/2");
    assert_eq!(find("/organisations/1/people/2/leaving/3"), None);
    assert_eq!(find("/organisations//people/2"), None);
}
