//! Additional infrastructure: the findings of its health check, each with a residual-risk
//! statement, or a null return.

mod support;

use questions::{Answers, TaskState};
use support::{code_of_practice, today, values};

const CHECK: &str = "additional-infrastructure/n/health-check";
const FINDINGS: &str = "additional-infrastructure/n/findings";
const STATEMENT: &str = "Nothing else reaches it until it is patched on 4 December.";

fn checked(findings_fixed: &str) -> Answers {
    let mut answers = Answers::new();
    answers.insert("additional-infrastructure", 0, values(&[("any", "yes")]));
    answers.insert(
        "additional-infrastructure/n",
        1,
        values(&[
            ("kind", "virtual"),
            ("name", "Servers"),
            ("where_hosted", "Slough"),
            ("what_runs", "Debian"),
            ("who_manages", "Our platform team"),
        ]),
    );
    answers.insert(
        CHECK,
        1,
        values(&[
            ("done", "yes"),
            ("date", "2026-08-18"),
            ("tester", "Redcastle Assurance (CHECK)"),
            ("scope", "All servers"),
            ("findings_fixed", findings_fixed),
        ]),
    );
    answers
}

fn state(answers: &Answers) -> Option<TaskState> {
    let set = code_of_practice();
    let (task, _) = set.page(CHECK)?;
    Some(set.task_state(task, answers, &today()))
}

#[test]
fn a_null_return_is_complete_without_statements() {
    assert_eq!(state(&checked("yes")), Some(TaskState::Complete));
}

#[test]
fn open_findings_are_asked_one_by_one() {
    let (set, mut answers) = (code_of_practice(), checked("not_yet"));
    assert_eq!(state(&answers), Some(TaskState::InProgress));
    let Some((_, page)) = set.page(FINDINGS) else {
        panic!("there is no page for findings")
    };
    let errors = |given: &[(&str, &str)]| {
        let asked = page.as_asked(&answers, 1).check(&values(given), &today());
        let errors = asked.errors.into_iter();
        errors
            .map(|error| (error.field, error.message))
            .collect::<Vec<_>>()
    };
    let said = |field: &str, message: &str| (field.to_owned(), message.to_owned());
    assert_eq!(
        errors(&[]),
        [
            said("finding_1", "Enter the finding"),
            said("risk_1", "Enter the residual-risk statement for finding 1"),
        ]
    );
    let second = errors(&[
        ("finding_1", "Old library"),
        ("risk_1", STATEMENT),
        ("finding_2", "Weak cipher"),
    ]);
    let missing = said("risk_2", "Enter the residual-risk statement for finding 2");
    assert_eq!(second, [missing]);
    let given = [("finding_1", "Old library"), ("risk_1", STATEMENT)];
    assert_eq!(errors(&given), []);
    answers.insert(FINDINGS, 1, values(&given));
    assert_eq!(state(&answers), Some(TaskState::Complete));
}

#[test]
fn a_revision_keeps_the_published_wording_and_takes_nothing_away() {
    for set in questions::sets() {
        let Some(newest) = questions::find(&set.id, &set.version) else {
            panic!("{} is missing", set.version)
        };
        assert_eq!(set.published_json(), newest.published_json());
        for (_, page) in set.pages() {
            let kept = newest.page(&page.id).map(|(_, page)| page);
            for field in &page.fields {
                let is_kept = kept.is_some_and(|page| page.field(&field.id).is_some());
                assert!(is_kept, "{} {}", page.id, field.id);
            }
        }
        assert_eq!(
            questions::find_pinned(&set.id, &set.version, &set.hash).map(|set| set.revision),
            Some(set.revision)
        );
    }
}
