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

const MORE: &str = "additional-infrastructure/n/more-findings";
const FURTHER: &str = "additional-infrastructure/n/further-findings";

/// The findings from one to another, each with its statement.
fn described(from: u8, to: u8) -> questions::Values {
    let mut described = questions::Values::new();
    for number in from..=to {
        described.insert(format!("finding_{number}"), vec!["Old library".to_owned()]);
        described.insert(format!("risk_{number}"), vec![STATEMENT.to_owned()]);
    }
    described
}

#[test]
fn a_statement_needs_its_finding_and_a_finding_its_statement() {
    let set = code_of_practice();
    let pages = [(FINDINGS, 2, 8), (MORE, 9, 16), (FURTHER, 17, 24)];
    for (id, from, to) in pages {
        let Some((_, page)) = set.page(id) else {
            panic!("there is no page {id}")
        };
        let base = if from == 2 {
            described(1, 1)
        } else {
            described(1, 0)
        };
        assert!(
            page.check(&base, &today()).is_ok(),
            "{id} can be left as it is"
        );
        for number in from..=to {
            let said = |given: &str, text: &str| {
                let mut sent = base.clone();
                sent.insert(format!("{given}_{number}"), vec![text.to_owned()]);
                let errors = page.check(&sent, &today()).errors.into_iter();
                errors
                    .map(|error| (error.field, error.message))
                    .collect::<Vec<_>>()
            };
            let finding = (
                format!("finding_{number}"),
                format!("Enter finding {number}"),
            );
            assert_eq!(said("risk", STATEMENT), [finding]);
            let statement = format!("Enter the residual-risk statement for finding {number}");
            let statement = (format!("risk_{number}"), statement);
            assert_eq!(said("finding", "Old library"), [statement]);
            assert!(
                page.check(&described(1, number), &today())
                    .errors
                    .is_empty()
            );
        }
    }
}

/// The pages of one piece of additional infrastructure, in order.
fn way(answers: &Answers, item: i16) -> Vec<&'static str> {
    let set = code_of_practice();
    let Some((task, first)) = set.page("additional-infrastructure/n") else {
        panic!("there is no such page")
    };
    let mut way = vec![first.id.as_str()];
    let mut here = first;
    while let Some((next, of)) = set.next_page(task, here, item, answers) {
        assert_eq!(of, item);
        way.push(next.id.as_str());
        here = next;
    }
    way
}

#[test]
fn more_than_eight_findings_have_pages_of_their_own() {
    let mut answers = checked("not_yet");
    let to_findings = ["additional-infrastructure/n", CHECK, FINDINGS];
    answers.insert(FINDINGS, 1, described(1, 7));
    assert_eq!(way(&answers, 1), to_findings);
    answers.insert(FINDINGS, 1, described(1, 8));
    assert_eq!(way(&answers, 1), [&to_findings[..], &[MORE]].concat());
    // There may be no ninth.
    assert_eq!(state(&answers), Some(TaskState::Complete));
    answers.insert(MORE, 1, described(9, 16));
    let all = [&to_findings[..], &[MORE, FURTHER]].concat();
    assert_eq!(way(&answers, 1), all);
    answers.insert(FURTHER, 1, described(17, 24));
    assert_eq!(way(&answers, 1), all);
    assert_eq!(state(&answers), Some(TaskState::Complete));
    // Each item has findings of its own.
    for page in ["additional-infrastructure/n", CHECK] {
        let same = answers.get(page, 1).cloned().unwrap_or_default();
        answers.insert(page, 2, same);
    }
    assert_eq!(way(&answers, 2), to_findings);
    // What is not asked any more is no answer any more.
    answers.insert(FINDINGS, 1, described(1, 3));
    let asked = code_of_practice().asked_answers(&answers);
    assert!(asked.get(MORE, 1).is_none() && asked.get(FURTHER, 1).is_none());
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
