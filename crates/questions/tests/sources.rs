//! What a rule quotes is what its source names.

mod support;

use questions::{Cite, all_rule_books, current};
use support::day;

/// The principles that the words of a source name, in order.
fn named(source: &str) -> Vec<u8> {
    let lower = source.to_lowercase();
    let after = lower.split("principle").skip(1);
    let numbers = after.flat_map(|rest| {
        let rest = rest.split([',', ';', ':']).next().unwrap_or_default();
        let words = rest.split(|c: char| !c.is_ascii_digit());
        words
            .filter_map(|word| word.parse().ok())
            .collect::<Vec<u8>>()
    });
    numbers.collect()
}

/// Each principle and each passage that the words of a source name is quoted, and nothing else.
fn expect_quoted(rule: &str, source: &str, cites: &[Cite]) {
    let Some(set) = current("psn-cop") else {
        panic!("the set is built in");
    };
    let is_guidance = |number: u8| {
        let of = cites.contains(&Cite::Guidance(number));
        of && set.quoted(&Cite::Guidance(number)).is_some()
    };
    for number in named(source) {
        let requirement = source.split_once("requirement of question ");
        let is_cited = match requirement {
            Some((_, letter)) => {
                let cite = Cite::Requirement(format!("{number}{letter}"));
                cites == [cite.clone()] && set.quoted(&cite).is_some()
            }
            None => is_guidance(number),
        };
        assert!(is_cited, "{rule}, principle {number}: {source}: {cites:?}");
    }
    let is_of_service = source.to_lowercase().contains("service description");
    let connections = Cite::Passage("connections".to_owned());
    assert_eq!(
        is_of_service,
        cites.contains(&connections),
        "{rule}: {source}"
    );
    let principles = cites
        .iter()
        .filter(|cite| !matches!(cite, Cite::Passage(_)));
    assert_eq!(principles.count(), named(source).len(), "{rule}: {source}");
    let is_ours = source == "House rule" || source.starts_with("Companies House");
    assert!(!is_ours || cites.is_empty(), "{rule}: {cites:?}");
}

#[test]
fn every_baseline_rule_of_every_revision_quotes_its_source() {
    for set in questions::sets() {
        for question in set.questions() {
            for rule in &question.baseline {
                let name = format!("{} {} {}", set.edition(), question.id, rule.id);
                expect_quoted(&name, &rule.source, &rule.cites);
                assert!(
                    rule.source == "House rule" || !rule.cites.is_empty(),
                    "{name}"
                );
            }
        }
    }
}

#[test]
fn every_rule_that_compares_answers_quotes_its_source() {
    for book in all_rule_books() {
        for rule in &book.rules {
            expect_quoted(
                &format!("{} {}", book.version, rule.id),
                &rule.source,
                &rule.cites,
            );
        }
    }
    let Some(set) = current("psn-cop") else {
        panic!("the set is built in");
    };
    for rule in set.rules_on(day("2026-11-23")).rules {
        let is_of_guidance = rule.source.contains("Guidance") || rule.source.contains("guidance");
        assert_eq!(
            is_of_guidance,
            !rule.cites.is_empty(),
            "{}: {}",
            rule.id,
            rule.source
        );
        let quoted = rule.cites.iter().filter_map(|cite| set.quoted(cite));
        assert_eq!(quoted.count(), rule.cites.len(), "{}", rule.id);
    }
}

#[test]
fn the_internet_below_11a_quotes_principle_3() {
    let question = current("psn-cop").and_then(|set| set.question("11a"));
    let mut rules = question.into_iter().flat_map(|question| &question.baseline);
    let rule = rules.find(|rule| rule.id == "internet");
    let cites = rule.map(|rule| rule.cites.as_slice()).unwrap_or_default();
    let texts: Vec<&str> = current("psn-cop")
        .into_iter()
        .flat_map(|set| cites.iter().filter_map(|cite| set.quoted(cite)))
        .flat_map(|quoted| quoted.texts)
        .collect();
    assert!(
        texts.iter().any(|text| text
            .contains("must not be accessible from a network that is open for public use")),
        "{texts:?}"
    );
}
