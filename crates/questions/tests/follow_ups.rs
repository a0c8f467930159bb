//! What is left over in a follow-up of another choice: stored, and shown, signed and judged nowhere.

#[path = "support/northwind.rs"]
mod northwind;
mod support;

use northwind::northwind;
use questions::{Answers, Known};
use support::{code_of_practice, pairs, today};

/// Page, what is stored, and the text that is left over there.
const LEFT_OVER: &[(&str, &str, &str)] = &[
    (
        "security/1a",
        "answer=none;other_protocol=leftover",
        "leftover",
    ),
    (
        "security/1b",
        "answer=tls;other_protocol=leftover",
        "leftover",
    ),
    (
        "security/2c",
        "answer=scotland;other_country=Jersey",
        "Jersey",
    ),
    (
        "security/11a",
        "users_from=psn;managed_from=psn;users_from_government=PSN for Police;explanation=Everything passes a firewall",
        "Police",
    ),
    (
        "security/10a",
        "sign_in=certificate;rules=no_repeats;minimum_length=613;explanation=Rights follow the job of a person",
        "613",
    ),
    (
        "security/1/assurance",
        "assurance_1a=as_expected;assurance_1a_other=Our own tests;assurance_1b=as_expected",
        "Our own tests",
    ),
    (
        "security/3b/contracts",
        "in_contracts=yes;explanation=A text of the time before",
        "time before",
    ),
    (
        "security/6a",
        "answer=bpss;not_checked=A text of the time before",
        "time before",
    ),
];

/// Everything that is made of these answers for people and programs, but what is stored.
fn told(answers: &Answers) -> String {
    let (set, today) = (code_of_practice(), today());
    let mut told = vec![set.canonical(answers).to_string()];
    for task in &set.tasks {
        let described = set.describe(task, answers).into_iter();
        told.extend(described.map(|page| format!("{:?}", page.rows)));
    }
    told.extend(set.form_rows(answers).into_iter().map(|row| row.answer));
    for page in set.copied_answers(answers).as_array().into_iter().flatten() {
        told.push(page["in_words"].to_string());
    }
    for (_, baseline) in set.baselines(answers, &today) {
        told.push(format!("{baseline:?}"));
    }
    let found = set.cross_checks(answers, &today, &Known::new());
    told.push(format!("{found:?}"));
    told.join("\n")
}

#[test]
fn what_is_left_over_is_told_nowhere() {
    for (page, stored, text) in LEFT_OVER {
        let mut answers = northwind();
        answers.insert(*page, 0, pairs(stored));
        assert!(!told(&answers).contains(text), "{page}");
        let copied = code_of_practice().copied_answers(&answers).to_string();
        assert!(copied.contains(text), "{page}: it is there as it is stored");
    }
}

#[test]
fn what_follows_the_choice_is_told() {
    for (page, stored, text) in [
        (
            "security/1a",
            "answer=tls;answer=other;other_protocol=MACsec",
            "MACsec",
        ),
        (
            "security/2c",
            "answer=another;other_country=Jersey",
            "Jersey",
        ),
        (
            "security/6a",
            "answer=bpss;explanation=Our own office checks them all",
            "Our own office",
        ),
    ] {
        let mut answers = northwind();
        answers.insert(page, 0, pairs(stored));
        assert!(told(&answers).contains(text), "{page}");
    }
}

#[test]
fn a_form_without_anything_left_over_is_signed_as_it_is_stored() {
    let (set, answers) = (code_of_practice(), northwind());
    let signed = set.canonical(&answers);
    let pages = signed["answers"].as_array().map_or(0, Vec::len);
    assert_eq!(pages, answers.len());
    for page in signed["answers"].as_array().into_iter().flatten() {
        let (id, item) = (page["page"].as_str(), page["item"].as_i64());
        let item = i16::try_from(item.unwrap_or_default()).unwrap_or_default();
        let stored = answers.get(id.unwrap_or_default(), item);
        assert_eq!(
            Some(page["values"].to_string()),
            stored.map(|values| serde_json::json!(values).to_string())
        );
    }
}

#[test]
fn answers_that_are_not_assured_as_expected_are_gaps() {
    let (set, mut answers) = (code_of_practice(), northwind());
    let gaps = |answers: &Answers| -> Vec<(String, String, String)> {
        let gaps = set.assurance_gaps(answers).into_iter();
        gaps.map(|gap| {
            let (id, expected) = (gap.question.id.clone(), gap.question.expected_assurance());
            (id, gap.how, expected)
        })
        .collect()
    };
    let text = |text: &str| text.to_owned();
    let internal = "In another way: Our internal auditor checks it; no independent validation yet.";
    let of_8a = (
        text("8a"),
        text(internal),
        text("Independent validation of assertion"),
    );
    assert_eq!(gaps(&answers), std::slice::from_ref(&of_8a));
    answers.insert(
        "security/9/assurance",
        0,
        pairs("assurance_9a=as_expected;assurance_9b=not_yet"),
    );
    let of_9b = (
        text("9b"),
        text("Not assured yet"),
        text("Independent testing of assertion, compared as independent testing of implementation"),
    );
    assert_eq!(gaps(&answers), [of_8a, of_9b]);
}

#[test]
fn every_question_has_one_field_about_its_assurance() {
    let set = code_of_practice();
    let mut assured: Vec<&str> = set
        .pages()
        .flat_map(|(_, page)| &page.fields)
        .filter_map(|field| {
            field
                .assures
                .as_ref()
                .map(|assures| assures.question.as_str())
        })
        .collect();
    assured.sort_unstable();
    let mut questions: Vec<&str> = set
        .questions()
        .map(|question| question.id.as_str())
        .collect();
    questions.sort_unstable();
    assert_eq!(assured, questions);
}

/// What the team reads speaks to nobody, and names of rules are no identifiers.
#[test]
fn rules_have_names_and_words_for_the_team() {
    for question in code_of_practice().questions() {
        for rule in &question.baseline {
            let place = format!("{} {}", question.id, rule.id);
            assert!(!rule.name.contains('_') && !rule.name.is_empty(), "{place}");
            let details = rule.details.iter().map(|detail| &detail.for_team);
            for text in details.chain([&rule.for_team]) {
                let lower = format!(" {} ", text.to_lowercase());
                for word in [" you ", " your ", "psn team"] {
                    assert!(!lower.contains(word), "{place}: {text}");
                }
            }
        }
    }
}
