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
fn nothing_found_and_all_fixed_are_two_answers_and_need_no_statements() {
    let (none, fixed) = (checked("none_found"), checked("all_fixed"));
    for answers in [&none, &fixed] {
        assert_eq!(state(answers), Some(TaskState::Complete));
    }
    let set = code_of_practice();
    let signed = |answers: &Answers| set.canonical(answers).to_string();
    assert_ne!(signed(&none), signed(&fixed));
    let told = [&none, &fixed].map(|answers| row(answers, "above medium"));
    let words = [
        "No, nothing above medium was found",
        "Yes, and all of it is fixed",
    ];
    assert_eq!(told, words.map(|words| Some(words.to_owned())));
}

/// The last row that says this of the health check, as people read it.
fn row(answers: &Answers, label: &str) -> Option<String> {
    let set = code_of_practice();
    let (_, page) = set.page(CHECK)?;
    let values = answers.get(CHECK, 1)?;
    let rows = page.as_asked(answers, 1).describe(values).into_iter();
    let mut rows = rows.filter(|(other, _)| other.contains(label));
    rows.next_back().map(|(_, answer)| answer)
}

#[test]
fn what_the_revision_before_called_yes_is_asked_again() {
    let before = checked("yes");
    assert_eq!(state(&before), Some(TaskState::InProgress));
    let told = row(&before, "above medium");
    assert_eq!(told.as_deref(), Some(questions::NOT_ANSWERED));
    let set = code_of_practice();
    let Some((_, page)) = set.page(CHECK) else {
        panic!("there is no page {CHECK}")
    };
    let errors = page
        .check(&before.get(CHECK, 1).cloned().unwrap_or_default(), &today())
        .errors;
    let said: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    assert_eq!(
        said,
        ["Select if it found anything above medium, and if all of that is fixed"]
    );
    let then = questions::sets().iter().find(|set| set.revision == 3);
    let changes = then
        .map(|then| set.reworded_since(then, CHECK))
        .unwrap_or_default();
    let choices = changes.iter().find(|change| change.what == "Choices");
    assert!(choices.is_some_and(|change| change.then.contains("or there were no findings")));
}

#[test]
fn an_older_health_check_can_be_told_and_counts_only_where_there_is_no_newer_one() {
    let mut answers = checked("none_found");
    let without = |answers: &mut Answers, more: &[(&str, &str)]| {
        let done = [&[("done", "no")], more].concat();
        answers.insert(CHECK, 1, values(&done));
    };
    without(&mut answers, &[]);
    assert_eq!(state(&answers), Some(TaskState::Complete));
    let older = [
        ("last_date", "2025-03-27"),
        ("last_tester", "Redcastle Assurance"),
    ];
    without(&mut answers, &older);
    assert_eq!(state(&answers), Some(TaskState::Complete));
    assert_eq!(
        row(&answers, "when was the last").as_deref(),
        Some("27 March 2025")
    );
    assert_eq!(
        row(&answers, "who did the last").as_deref(),
        Some("Redcastle Assurance")
    );
    let found = code_of_practice().cross_checks(&answers, &today(), &questions::Known::new());
    assert!(found.iter().any(|check| check.id == "X8"));
    // After the choice of another answer it stays stored and is told nowhere.
    let mut newer = checked("none_found")
        .get(CHECK, 1)
        .cloned()
        .unwrap_or_default();
    newer.extend(values(&older));
    answers.insert(CHECK, 1, newer);
    assert_eq!(row(&answers, "when was the last"), None);
    let signed = code_of_practice().canonical(&answers).to_string();
    assert!(!signed.contains("Redcastle Assurance\""), "{signed}");
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
fn a_revision_keeps_the_published_wording_and_takes_nothing_away_but_what_it_replaces() {
    for set in questions::sets() {
        let Some(newest) = questions::find(&set.id, &set.version) else {
            panic!("{} is missing", set.version)
        };
        assert_eq!(set.published_json(), newest.published_json());
        for (_, page) in set.pages() {
            let kept = newest.page(&page.id).map(|(_, page)| page);
            for field in &page.fields {
                let is_kept = kept.is_some_and(|page| page.field(&field.id).is_some());
                let mut replacing = newest.pages().flat_map(|(_, page)| &page.replaces);
                let is_replaced =
                    replacing.any(|place| place.page == page.id && place.field == field.id);
                assert!(is_kept || is_replaced, "{} {}", page.id, field.id);
            }
        }
        assert_eq!(
            questions::find_pinned(&set.id, &set.version, &set.hash).map(|set| set.revision),
            Some(set.revision)
        );
    }
}

#[test]
fn a_copy_of_the_revision_before_gives_everything_but_what_said_two_things() {
    let mut sets = questions::sets().iter();
    let Some(then) = sets.find(|set| set.revision == 3) else {
        panic!("there is no third revision")
    };
    let answers = then.copied_answers(&checked("yes"));
    let copy = serde_json::json!({ "question_set": { "id": then.id }, "answers": answers });
    let Ok(found) = code_of_practice().read_copy(copy.to_string().as_bytes()) else {
        panic!("it can be read")
    };
    let mut pages = found.pages.iter();
    let check = pages.find(|page| page.page == CHECK);
    let taken = check.map(|page| page.values.keys().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(taken, Some(vec!["date", "done", "scope", "tester"]));
    let unused: Vec<(&str, questions::Why)> = found
        .unused
        .iter()
        .map(|unused| (unused.text.as_str(), unused.why))
        .collect();
    assert_eq!(unused, [("yes", questions::Why::NotAChoice)]);
}
