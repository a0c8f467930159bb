//! The published sets: complete, frozen, and with the facts of their sources.

mod support;

use std::fmt::Write as _;

use questions::{Passage, SpecialTask, TaskKind};
use support::code_of_practice;

#[test]
fn published_sets_never_change() {
    let mut hashes = String::new();
    for set in questions::sets() {
        let _infallible = writeln!(hashes, "{} {} {}", set.id, set.version, set.hash);
    }
    let lock: String = include_str!("../sets.lock")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| [line, "\n"])
        .collect();
    assert_eq!(
        hashes, lock,
        "a published set has changed; make a new version instead"
    );
}

#[test]
fn the_code_of_practice_has_26_questions_13_principles_and_29_tasks() {
    let set = code_of_practice();
    let ids: Vec<&str> = set
        .questions()
        .map(|question| question.id.as_str())
        .collect();
    let expected =
        "1a 1b 2a 2b 2c 2d 3a 3b 3c 3d 4a 5a 5b 5c 5d 6a 7a 7b 7c 8a 9a 9b 10a 11a 12a 14a";
    assert_eq!(ids.join(" "), expected);
    let numbers: Vec<u8> = set
        .principles
        .iter()
        .map(|principle| principle.number)
        .collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14]);
    assert_eq!(set.tasks.len(), 29);
    let sizes: Vec<usize> = set.groups.iter().map(|group| group.tasks.len()).collect();
    assert_eq!(sizes, [2, 7, 13, 3, 1, 3]);
    assert_eq!(set.commitments.items.len(), 13);
    assert!(set.commitments.derived);
}

#[test]
fn requirements_and_assurance_count_as_in_the_source() {
    let set = code_of_practice();
    let count = |assurance: &str| {
        set.questions()
            .filter(|question| question.assurance.starts_with(assurance))
            .count()
    };
    assert_eq!(count("Independent validation of assertion"), 11);
    assert_eq!(count("Independent testing of implementation"), 7);
    assert_eq!(count("Contractual commitment"), 5);
    assert_eq!(count("Independent testing of assertion"), 2);
    assert_eq!(count("Independent validation or testing of assertion"), 1);
    let yes = set
        .questions()
        .filter(|question| question.requirement_published == "Yes")
        .count();
    assert_eq!(yes, 14);
    for question in set
        .questions()
        .filter(|q| q.assurance == "Independent testing of assertion")
    {
        assert_eq!(
            question.assurance_compared_as,
            "Independent testing of implementation"
        );
    }
}

#[test]
fn the_points_of_published_guidance_are_lists() {
    let points = |id: &str| -> Vec<usize> {
        let question = code_of_practice().question(id);
        let passages = question.into_iter().flat_map(|q| &q.guidance_published);
        passages
            .filter_map(|passage| match passage {
                Passage::List(points) => Some(points.len()),
                Passage::Paragraph(_) => None,
            })
            .collect()
    };
    assert_eq!(
        (points("10a"), points("6a"), points("1a")),
        (vec![7], vec![4], vec![])
    );
}

#[test]
fn only_9b_has_an_erratum_and_it_turns_the_question_round() {
    let set = code_of_practice();
    let with_erratum: Vec<&str> = set
        .questions()
        .filter(|question| question.erratum.is_some())
        .map(|question| question.id.as_str())
        .collect();
    assert_eq!(with_erratum, ["9b"]);
    let question = set.question("9b");
    let texts = question.map(|q| {
        (
            q.requirement_published.as_str(),
            q.requirement_effective.as_str(),
        )
    });
    assert_eq!(texts, Some(("Yes", "Consumers cannot affect each other")));
}

#[test]
fn published_json_has_exactly_the_agreed_keys() {
    let json = code_of_practice().published_json();
    let keys = |value: &serde_json::Value| {
        let keys = value
            .as_object()
            .map(|object| object.keys().cloned().collect::<Vec<_>>());
        let mut keys = keys.unwrap_or_default();
        keys.sort();
        keys.join(" ")
    };
    assert_eq!(keys(&json), "commitments id principles source version");
    assert_eq!(keys(&json["commitments"][0]), "id source text");
    assert_eq!(keys(&json["principles"][0]), "number questions title");
    let question = &json["principles"][0]["questions"][0];
    let expected =
        "assurance erratum id requirement_effective requirement_published text_published";
    assert_eq!(keys(question), expected);
    assert_eq!(
        question["text_published"],
        "How is data protected between the user’s device and the service?"
    );
    assert!(question["erratum"].is_null());
}

#[test]
fn sentences_keep_the_voice() {
    let set = code_of_practice();
    for (_, page) in set.pages() {
        for field in &page.fields {
            for (key, text) in &field.errors {
                let lower = text.to_lowercase();
                for word in ["please", "sorry", "invalid", "illegal", "forgot", "e-mail"] {
                    assert!(
                        !lower.contains(word),
                        "{} {} {key}: {text}",
                        page.id,
                        field.id
                    );
                }
                assert!(
                    !text.ends_with('.'),
                    "{} {} {key}: {text}",
                    page.id,
                    field.id
                );
            }
            // One of two fields is enough: neither is optional to the reader.
            let is_either_or = page.fields.iter().any(|other| {
                let either = format!("field: {:?}, test: Answered(false)", field.id);
                other
                    .required_if
                    .as_ref()
                    .is_some_and(|c| format!("{c:?}").contains(&either))
            });
            let says_optional = field.label.ends_with("(optional)");
            // What is needed only beside another field is optional to who fills in neither.
            let is_beside = says_optional && field.required_if.is_some();
            assert!(
                says_optional == field.optional || (is_either_or && !says_optional) || is_beside,
                "{} {}",
                page.id,
                field.id
            );
        }
    }
}

#[test]
fn special_tasks_are_the_four_that_the_service_draws() {
    let kinds: Vec<SpecialTask> = code_of_practice()
        .tasks
        .iter()
        .filter_map(|task| match task.kind {
            TaskKind::Special(special) => Some(special),
            TaskKind::Form | TaskKind::List(_) => None,
        })
        .collect();
    let expected = [
        SpecialTask::InfrastructureAgreement,
        SpecialTask::CheckAnswers,
        SpecialTask::Signature,
        SpecialTask::Submit,
    ];
    assert_eq!(kinds, expected);
}
