//! Crosswalks: what they quote is what was published, what they name is there, and answers are
//! never said to go further than they do.

#[path = "support/northwind.rs"]
mod northwind;
mod support;

use std::collections::{BTreeMap, BTreeSet};

use northwind::northwind;
use proptest::prelude::*;
use questions::{Answers, Coverage, Crosswalk, LoadError, Outcome, Requirement};
use support::{code_of_practice, today};

/// The published texts, line by line without their layout, by the policy that quotes them, and how
/// many requirements are read out of them.
const SOURCES: [(&str, &str, usize); 2] = [
    (
        "cps-security-policy",
        include_str!("data/crosswalks/cps-security-policy.txt"),
        34,
    ),
    (
        "dmp-annex-1",
        include_str!("data/crosswalks/dmp-annex-1.txt"),
        59,
    ),
];

fn crosswalk(id: &str) -> &'static Crosswalk {
    match code_of_practice().crosswalk(id) {
        Some(crosswalk) => crosswalk,
        None => panic!("there is no policy {id}"),
    }
}

fn requirement(policy: &str, id: &str) -> &'static Requirement {
    let mut all = crosswalk(policy).requirements();
    match all.find(|one| one.id == id) {
        Some(requirement) => requirement,
        None => panic!("{policy} has no requirement {id}"),
    }
}

/// Everything that a policy quotes.
fn quoted(crosswalk: &Crosswalk) -> Vec<&str> {
    let principles = crosswalk.groups.iter().flat_map(|group| &group.published);
    let wording = crosswalk
        .requirements()
        .flat_map(|one| one.wording.iter().chain(&one.under));
    principles.chain(wording).map(String::as_str).collect()
}

#[test]
fn every_policy_is_there_for_every_revision() {
    for set in questions::sets() {
        let found = set.crosswalks().map(|one| one.id.as_str());
        assert_eq!(
            found.collect::<Vec<_>>(),
            SOURCES.map(|(id, ..)| id),
            "{}",
            set.edition()
        );
    }
    assert!(code_of_practice().crosswalk("another").is_none());
}

#[test]
fn quoted_wording_is_in_the_source() {
    for (id, source, count) in SOURCES {
        let crosswalk = crosswalk(id);
        let source = source.lines().collect::<Vec<_>>().join(" ");
        for text in quoted(crosswalk) {
            assert!(source.contains(text), "{id} does not say: {text}");
        }
        for group in &crosswalk.groups {
            let (_, title) = group.title.split_once(": ").unwrap();
            let title = title.replace("Contracting Authority management", "management");
            assert!(source.contains(&title), "{id} has no heading {title}");
        }
        assert_eq!(crosswalk.requirements().count(), count, "{id}");
    }
}

/// What is not quoted is a heading, a number, an address, or a paragraph that asks nothing.
#[test]
fn nothing_of_the_source_is_forgotten() {
    let numbered = |line: &str| line.chars().all(|c| c.is_ascii_digit());
    for (id, source, _) in SOURCES {
        let crosswalk = crosswalk(id);
        let quoted = quoted(crosswalk).join("\n");
        let titles: Vec<&str> = crosswalk
            .groups
            .iter()
            .map(|group| group.title.as_str())
            .collect();
        let is_title = |line: &str| titles.iter().any(|title| title.ends_with(line));
        let rest: Vec<&str> = source
            .lines()
            .filter(|line| !numbered(line) && !is_title(line))
            .map(|line| line.trim_start_matches("- "))
            .map(|line| match line.split_once(' ') {
                Some((number, text))
                    if number.contains('.') && numbered(&number.replace('.', "")) =>
                {
                    text
                }
                _ => line,
            })
            .filter(|line| !line.split(". ").all(|sentence| quoted.contains(sentence)))
            .collect();
        let expected: &[&str] = match id {
            "dmp-annex-1" => &[
                "ANNEX 1: SECURITY POLICY",
                "Data Security Principles/Implementation Objectives Matrix",
                "Headline",
                "Sub-points",
                "Implementation Objectives",
            ],
            _ => &[
                "CPS SECURITY POLICY",
                "The security requirements that apply to Government Departments",
                "[Government Functional Standard GovS 007",
                "The security classification for the CPS's mail",
                "The Service Provider may be expected to handle mail items",
                "If any CPS information is held and accessed",
                "[ent_data/file/1016424/GovS_007- Security.pdf](#) as well as",
                "[The cloud security principles",
                "[Device Security Guidance",
            ],
        };
        assert_eq!(rest.len(), expected.len(), "{id}: {rest:#?}");
        for (line, begins) in rest.iter().zip(expected) {
            assert!(line.starts_with(begins), "{id}: {line}");
        }
    }
}

#[test]
fn principle_13_is_not_asked_and_every_question_speaks_to_something() {
    for id in ["13.1", "13.2", "13.3"] {
        assert!(requirement("dmp-annex-1", id).questions.is_empty());
    }
    for question in code_of_practice().questions() {
        let mut all = crosswalk("dmp-annex-1").requirements();
        let speaks = all.any(|one| one.questions.contains(&question.id));
        // The annex knows no types of cloud.
        assert!(speaks || question.id == "3a", "{}", question.id);
    }
    let all = requirement("cps-security-policy", "5.2");
    assert_eq!(all.questions.len(), code_of_practice().questions().count());
    // The schedule counts other days than the question is compared with.
    let gap = requirement("dmp-annex-1", "5.3").gap.as_deref().unwrap();
    assert!(gap.contains("7 days") && gap.contains("60 working days"));
}

#[test]
fn struck_out_paragraphs_ask_nothing() {
    for one in crosswalk("dmp-annex-1").requirements() {
        let gap = one.gap.as_deref().unwrap_or_default();
        for struck in ["paragraph 5", "paragraph 7", "CHECK", "chief executive"] {
            assert!(!gap.contains(struck), "{}", one.id);
        }
    }
    let left_out = crosswalk("dmp-annex-1").left_out.join(" ");
    assert!(left_out.contains("paragraphs 5") && left_out.contains("strikes them out"));
}

#[test]
fn a_crosswalk_that_does_not_fit_is_refused() {
    const FILE: &str = "psn-cop/dmp-annex-1.toml";
    const TEXT: &str = include_str!("../crosswalks/psn-cop/dmp-annex-1.toml");
    let load = |file: &str, text: &str| Crosswalk::load(file, text, questions::sets());
    assert_eq!(load(FILE, TEXT).as_ref(), Ok(crosswalk("dmp-annex-1")));
    let refused = |text: &str, what: &str| {
        assert_ne!(text, TEXT, "{what}");
        match load(FILE, text) {
            Err(LoadError::Inconsistent(problems)) => {
                assert!(problems.join("\n").contains(what), "{problems:?}");
            }
            other => panic!("{what}: {other:?}"),
        }
    };
    let with = |from: &str, to: &str| TEXT.replacen(from, to, 1);
    refused(&with("[\"1a\"]", "[\"1z\"]"), "has no question 1z");
    refused(
        &with("[\"2a\", \"2b\"]", "[\"2a\", \"2a\"]"),
        "2.1 names a question twice",
    );
    refused(&with("id = \"1.2\"", "id = \"1.1\""), "1.1 is there twice");
    refused(
        &with("questions = [\"1b\"]", ""),
        "1.3 has no question, and does not say",
    );
    refused(
        &with("[\"2015-07\"]", "[\"2015-08\"]"),
        "no set psn-cop 2015-08",
    );
    refused(&with("[\"2015-07\"]", "[]"), "for no version");
    refused(
        &with("gap = \"It asks", "gap = \" \" #"),
        "1.2 has an empty text",
    );
    refused(
        &with("id = \"dmp-annex-1\"", "id = \"another\""),
        "is not the file of another",
    );
    assert!(load("psn-cop/another.toml", TEXT).is_err());
    let unknown = with("headline =", "head_line =");
    assert!(matches!(load(FILE, &unknown), Err(LoadError::Wrong { .. })));
}

#[derive(serde::Deserialize)]
struct Table {
    rows: Vec<Row>,
}

#[derive(serde::Deserialize, Debug)]
struct Row {
    outcomes: String,
    gap: bool,
    coverage: String,
}

fn outcome(name: &str) -> Option<Outcome> {
    Outcome::ALL.into_iter().find(|one| one.name() == name)
}

/// A requirement of as many questions as there are outcomes.
fn made(questions: usize, has_gap: bool) -> Requirement {
    Requirement {
        id: "1".to_owned(),
        headline: "Something".to_owned(),
        under: None,
        wording: vec!["Something".to_owned()],
        questions: (0..questions).map(|number| number.to_string()).collect(),
        gap: has_gap.then(|| "It asks more.".to_owned()),
    }
}

fn coverage(requirement: &Requirement, outcomes: &[Option<Outcome>]) -> Coverage {
    let of = |id: &str| {
        let named = requirement.questions.iter().zip(outcomes);
        named
            .filter(|(question, _)| *question == id)
            .find_map(|(_, outcome)| *outcome)
    };
    requirement.compare(of).coverage
}

#[test]
fn outcomes_come_to_a_coverage() {
    let table: Table = toml::from_str(include_str!("data/coverage.toml")).unwrap();
    let mut seen = BTreeSet::new();
    for row in &table.rows {
        let outcomes: Vec<_> = row.outcomes.split_whitespace().map(outcome).collect();
        let found = coverage(&made(outcomes.len(), row.gap), &outcomes);
        assert_eq!(format!("{found:?}"), row.coverage, "{row:?}");
        seen.insert(found);
    }
    assert_eq!(seen.len(), Coverage::ALL.len());
}

fn any_outcome() -> impl Strategy<Value = Option<Outcome>> {
    prop::option::of(prop::sample::select(Outcome::ALL.to_vec()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Covered means: there is a question, all are answered and meet what they ask, nothing is missing.
    #[test]
    fn nothing_is_covered_that_is_not(
        outcomes in prop::collection::vec(any_outcome(), 0..6),
        has_gap in any::<bool>(),
    ) {
        let found = coverage(&made(outcomes.len(), has_gap), &outcomes);
        let all_meet = outcomes.iter().all(|one| *one == Some(Outcome::Meets));
        prop_assert_eq!(
            found == Coverage::Covered,
            !outcomes.is_empty() && all_meet && !has_gap
        );
        prop_assert_eq!(found == Coverage::NotAsked, outcomes.is_empty());
        prop_assert_eq!(found == Coverage::Below, outcomes.contains(&Some(Outcome::Below)));
        if outcomes.contains(&None) {
            prop_assert!(matches!(found, Coverage::Unanswered | Coverage::Below));
        }
    }

    /// With any of the pages of a complete application gone, no requirement gets better, and the
    /// questions that are not answered any more are named.
    #[test]
    fn what_is_taken_away_never_covers_more(kept in prop::collection::vec(any::<bool>(), 200)) {
        let set = code_of_practice();
        let whole = northwind();
        let pages = whole.iter().zip(kept.iter().cycle()).filter(|(_, is_kept)| **is_kept);
        let some: Answers = pages
            .map(|((key, values), _)| (key.clone(), values.clone()))
            .collect();
        let judge = |answers: &Answers| -> BTreeMap<String, Option<Outcome>> {
            let judged = set.baselines(answers, &today()).into_iter();
            judged
                .map(|(question, found)| (question.id.clone(), found.map(|found| found.outcome)))
                .collect()
        };
        let (before, after) = (judge(&whole), judge(&some));
        for crosswalk in set.crosswalks() {
            let of_all = crosswalk.tally(|id| after[id]);
            prop_assert_eq!(
                of_all.iter().map(|(_, count)| count).sum::<usize>(),
                crosswalk.requirements().count()
            );
            for requirement in crosswalk.requirements() {
                let was = requirement.compare(|id| before[id]).coverage;
                let found = requirement.compare(|id| after[id]);
                if found.coverage == Coverage::Covered {
                    prop_assert_eq!(was, Coverage::Covered, "{}", requirement.id);
                    for id in &requirement.questions {
                        prop_assert!(after[id].is_some(), "{}", id);
                    }
                }
                for (id, outcome) in found.outcomes {
                    prop_assert_eq!(outcome, after[id]);
                }
            }
        }
    }
}

#[test]
fn a_complete_application_is_compared_as_counted_by_hand() {
    let set = code_of_practice();
    let judged = set.baselines(&northwind(), &today());
    let outcome_of = |id: &str| {
        let found = judged.iter().find(|(question, _)| question.id == id)?;
        found.1.as_ref().map(|baseline| baseline.outcome)
    };
    let counts = |id: &str| crosswalk(id).tally(outcome_of).map(|(_, count)| count);
    assert_eq!(counts("dmp-annex-1"), [11, 27, 0, 0, 21]);
    assert_eq!(counts("cps-security-policy"), [0, 12, 0, 0, 22]);
}
