//! What a renewal asks again: each published version as it was published.

mod support;

use std::fmt::Write as _;

use questions::QuestionSet;
use support::{code_of_practice, day};

/// The only published version. A changed list is a new version with a later first day and a table
/// of its own: renewals that are under way keep what they began with.
const VERSION: &str = "2026-11";

/// The questions that it asks again.
const QUESTIONS: [&str; 6] = ["2a", "2b", "3a", "3b", "6a", "9b"];

/// The tasks that it asks again.
const TASKS: [&str; 4] = [
    "point-of-contact",
    "contacts/service-desk",
    "contacts/escalation",
    "contacts/security-manager",
];

/// Every page of these questions and tasks in version 2015-07, with the follow-ups; those that came with
/// a revision are in [`LATER`].
const PAGES: [&str; 14] = [
    "contacts/escalation/n",
    "contacts/security-manager",
    "contacts/service-desk",
    "point-of-contact",
    "security/2a",
    "security/2a/countries",
    "security/2b",
    "security/2b/countries",
    "security/3a",
    "security/3a/hybrid",
    "security/3b",
    "security/3b/contracts",
    "security/6a",
    "security/9b",
];

/// Pages of these questions that a revision added.
const LATER: [(u32, &str); 2] = [(4, "security/2a/conditions"), (4, "security/2b/conditions")];

/// Every revision of version 2015-07: a renewal may be of any of them.
fn revisions() -> impl Iterator<Item = &'static QuestionSet> {
    let sets = questions::sets().iter();
    sets.filter(|set| set.id == "psn-cop" && set.version == "2015-07")
}

#[test]
fn the_published_rule_names_what_it_named_when_it_was_published() {
    let Some(rule) = code_of_practice().renewal_rule(VERSION) else {
        panic!("a published version is gone; renewals that began with it need it");
    };
    assert_eq!(rule.from(), Some(day("2026-11-01")));
    assert_eq!(rule.questions, QUESTIONS);
    assert_eq!(rule.tasks, TASKS);
    let rules = questions::all_renewal_rules().iter();
    let versions: Vec<&str> = rules.map(|rule| &*rule.version).collect();
    assert_eq!(versions, [VERSION], "a new version has a test of its own");
}

#[test]
fn published_rules_of_renewals_never_change_and_each_version_begins_later() {
    let mut lines = String::new();
    for rule in questions::all_renewal_rules() {
        let Some(from) = rule.from() else {
            panic!("{} begins on no day", rule.version);
        };
        assert!(!rule.source.is_empty(), "{}", rule.version);
        let _infallible = writeln!(lines, "{} {} {from} {}", rule.set, rule.version, rule.hash);
    }
    let lock: String = include_str!("../renewals.lock")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| [line, "\n"])
        .collect();
    assert_eq!(
        lines, lock,
        "what renewals ask again has changed; make a new version instead"
    );
    for pair in questions::all_renewal_rules().windows(2) {
        assert!(pair[0].set != pair[1].set || pair[0].from() < pair[1].from());
    }
}

#[test]
fn each_revision_of_2015_07_asks_exactly_these_pages_again() {
    assert_eq!(revisions().count(), 5);
    for set in revisions() {
        let Some(rule) = set.renewal_rule(VERSION) else {
            panic!("{} has no such rule", set.edition());
        };
        let pages = set.pages().map(|(_, page)| page.id.as_str());
        let mut again: Vec<&str> = pages.filter(|page| rule.asks_again(set, page)).collect();
        again.sort_unstable();
        let later = LATER.iter().filter(|(from, _)| *from <= set.revision);
        let mut pages: Vec<&str> = later.map(|(_, page)| *page).chain(PAGES).collect();
        pages.sort_unstable();
        assert_eq!(again, pages, "{}", set.edition());
        assert!(!rule.asks_again(set, "no-such-page"));
    }
}

#[test]
fn renewals_have_a_rule_from_its_first_day_on() {
    let set = code_of_practice();
    let on = |text: &str| set.renewal_rule_on(day(text)).map(|rule| &*rule.version);
    assert_eq!(on("2026-10-31"), None);
    assert_eq!(on("2026-11-01"), Some(VERSION));
    assert_eq!(on("2030-01-01"), Some(VERSION));
}
