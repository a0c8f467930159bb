//! A complete application: every page complete, every question judged, one cross-check.

#[path = "support/northwind.rs"]
mod northwind;
mod support;

use northwind::northwind;
use questions::{Answers, Outcome, TaskKind, TaskState};
use support::{code_of_practice, today, values};

#[test]
fn northwind_answers_every_page() {
    let (set, today, answers) = (code_of_practice(), today(), northwind());
    for (key, stored) in answers.iter() {
        let Some((_, page)) = set.page(&key.page) else {
            panic!("there is no page {}", key.page)
        };
        let checked = page.as_asked(&answers, key.item).check(stored, &today);
        assert_eq!(checked.errors, [], "{}", key.page);
        assert_eq!(checked.unknown_fields, [""; 0], "{}", key.page);
    }
    assert_eq!(set.unanswered(&answers, &today), []);
    for task in set
        .tasks
        .iter()
        .filter(|task| !matches!(task.kind, TaskKind::Special(_)))
    {
        assert_eq!(
            set.task_state(task, &answers, &today),
            TaskState::Complete,
            "{}",
            task.id
        );
    }
}

#[test]
fn the_corporate_network_and_the_end_of_the_certificate_are_to_look_at() {
    let (set, today, answers) = (code_of_practice(), today(), northwind());
    let found = set.cross_checks(&answers, &today, &questions::Known::new());
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|check| (check.id.as_str(), check.message.as_str()))
        .collect();
    let expected = "11a names a corporate network that the list of connections does not have";
    let ends = "The certificate of the infrastructure ends on 17 September 2027, in less than 12 \
                months, and the service’s certificate would end with it";
    assert_eq!(found, [("X4", expected), ("X6", ends)]);
    for (question, baseline) in set.baselines(&answers, &today) {
        let expected = if question.id == "11a" {
            Outcome::Check
        } else {
            Outcome::Meets
        };
        assert_eq!(
            baseline.map(|b| b.outcome),
            Some(expected),
            "{}",
            question.id
        );
    }
}

#[test]
fn answers_read_as_sentences() {
    let (set, answers) = (code_of_practice(), northwind());
    let read = |page: &str, item: i16| -> Vec<(String, String)> {
        let Some((_, page)) = set.page(page) else {
            panic!("there is no page {page}")
        };
        let stored = answers.get(&page.id, item).cloned().unwrap_or_default();
        page.as_asked(&answers, item).describe(&stored)
    };
    assert_eq!(read("security/1b", 0)[0].1, "TLS 1.2 or later, SSH or SFTP");
    assert_eq!(read("security/2b/countries", 0)[0].1, "Ireland");
    assert_eq!(
        read("security/2d", 0)[0].1,
        "99.9% (about 44 minutes of downtime a month)"
    );
    assert_eq!(read("infrastructure/agreement", 0)[1].1, "1 November 2026");
    let task = set.task("contacts/escalation");
    let described = task
        .map(|task| set.describe(task, &answers))
        .unwrap_or_default();
    let items: Vec<(i16, &str)> = described
        .iter()
        .map(|page| (page.item, page.rows[0].1.as_str()))
        .collect();
    assert_eq!(items, [(1, "Service manager"), (2, "Operations director")]);
}

#[test]
fn what_was_found_in_a_register_is_told_by_its_name() {
    let Some((_, page)) = code_of_practice().page("infrastructure/find") else {
        panic!("no page")
    };
    let found = [
        ("infrastructure", "01a201d7-e9bf-71bd-b434-92306d57688e"),
        ("name", "Harbour PSN Zone North"),
        ("owner", "Harbour Hosting plc"),
    ];
    let read: Vec<String> = page
        .describe(&values(&found))
        .into_iter()
        .map(|(_, answer)| answer)
        .collect();
    assert_eq!(read, ["Harbour PSN Zone North", "Harbour Hosting plc"]);
    let read = page.describe(&values(&[("infrastructure", "not_listed")]));
    assert_eq!(read[0].1, "It is not listed");
    assert_eq!(page.describe(&values(&[]))[0].1, questions::NOT_ANSWERED);
}

#[test]
fn availability_is_told_as_downtime() {
    let Some((_, page)) = code_of_practice().page("security/2d") else {
        panic!("no page")
    };
    let read = |percent: &str, period: &str| {
        page.describe(&values(&[("percent", percent), ("period", period)]))[0]
            .1
            .clone()
    };
    let expected = "99.5% (about 3 hours 39 minutes of downtime a month)";
    assert_eq!(read("99.5", "month"), expected);
    assert_eq!(
        read("99", "year"),
        "99% (about 87 hours 36 minutes of downtime a year)"
    );
    assert_eq!(
        read("100", "year"),
        "100% (about 0 minutes of downtime a year)"
    );
}

#[test]
fn the_signed_form_is_deterministic_and_holds_only_what_is_asked() {
    let (set, mut answers) = (code_of_practice(), northwind());
    let signed = set.canonical(&answers).to_string();
    let again: Answers = {
        let mut entries: Vec<_> = answers
            .iter()
            .map(|(key, values)| (key.clone(), values.clone()))
            .collect();
        entries.reverse();
        entries.into_iter().collect()
    };
    assert_eq!(signed, set.canonical(&again).to_string());
    answers.insert(
        "security/1a/why",
        0,
        values(&[("why", "left over"), ("instead", "nothing")]),
    );
    answers.insert("connections/n", 7, values(&[("stray", "not a field")]));
    let with_strays = set.canonical(&answers).to_string();
    assert!(!with_strays.contains("left over") && !with_strays.contains("not a field"));
    answers.remove("connections/n", 7);
    assert_eq!(signed, set.canonical(&answers).to_string());
}

#[test]
fn an_own_infrastructure_needs_no_agreement() {
    let (set, mut answers) = (code_of_practice(), northwind());
    let Some(task) = set.task("infrastructure") else {
        panic!("no task")
    };
    let asked = |answers: &Answers| -> Vec<String> {
        set.asked_pages(task, answers)
            .iter()
            .map(|(page, _)| page.id.clone())
            .collect()
    };
    let all = ["who", "find", "details", "agreement", "owner-contact"];
    assert_eq!(
        asked(&answers),
        all.map(|page| format!("infrastructure/{page}"))
    );
    answers.insert("infrastructure/who", 0, values(&[("who", "both")]));
    assert_eq!(
        asked(&answers),
        ["infrastructure/who", "infrastructure/joint"]
    );
    answers.insert("infrastructure/who", 0, values(&[("who", "ours")]));
    answers.insert(
        "infrastructure/find",
        0,
        values(&[("infrastructure", "0192f0c1")]),
    );
    assert_eq!(
        asked(&answers),
        ["infrastructure/who", "infrastructure/find"]
    );
}
