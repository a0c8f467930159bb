//! The engine knows no scheme: a set about a bicycle shed works as well.

mod support;

use questions::{Answers, Outcome, QuestionSet, TaskState};
use support::{files_under, today, values};

fn tiny() -> QuestionSet {
    match QuestionSet::load(&files_under("tests/sets/tiny/1")) {
        Ok(set) => set,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_set_about_something_else_works() {
    let set = tiny();
    let today = today();
    let mut answers = Answers::new();
    assert_eq!(set.baseline("1a", &answers, &today), None);
    answers.insert("shed", 0, values(&[("locked", "no")]));
    assert_eq!(
        set.baseline("1a", &answers, &today),
        None,
        "the follow-up is missing"
    );
    answers.insert("shed/why", 0, values(&[("why", "key lost")]));
    let baseline = set.baseline("1a", &answers, &today);
    let baseline = baseline.map(|baseline| (baseline.outcome, baseline.reason));
    assert_eq!(
        baseline,
        Some((Outcome::Below, "You said No: key lost.".to_owned()))
    );
    answers.insert("shed", 0, values(&[("locked", "yes")]));
    let canonical = set.canonical(&answers).to_string();
    assert!(
        !canonical.contains("key lost"),
        "what is not asked is not signed: {canonical}"
    );
}

#[test]
fn a_list_leads_from_its_gate_through_each_item() {
    let set = tiny();
    let today = today();
    let task = &set.tasks[1];
    let path = |answers: &Answers, page: &str, item: i16| {
        let (task, page) = set.page(page)?;
        let (page, item) = set.next_page(task, page, item, answers)?;
        Some(page.path_for(item))
    };
    let mut answers = Answers::new();
    assert_eq!(
        set.task_state(task, &answers, &today),
        TaskState::NotStarted
    );
    answers.insert("bicycles", 0, values(&[("any", "yes")]));
    assert_eq!(path(&answers, "bicycles", 0).as_deref(), Some("bicycles/1"));
    assert_eq!(
        set.task_state(task, &answers, &today),
        TaskState::InProgress
    );
    answers.insert("bicycles/n", 1, values(&[("colour", "blue")]));
    assert_eq!(path(&answers, "bicycles", 0), None, "the list itself");
    assert_eq!(path(&answers, "bicycles/n", 1), None);
    assert_eq!(set.task_state(task, &answers, &today), TaskState::Complete);
    answers.insert("bicycles/n", 2, values(&[("colour", "bright red")]));
    assert_eq!(
        path(&answers, "bicycles/n", 2).as_deref(),
        Some("bicycles/2/bought")
    );
    assert_eq!(
        path(&answers, "bicycles/n", 1),
        None,
        "the blue one has no second page"
    );
    let open = set.unanswered(&answers, &today);
    assert_eq!(
        open,
        [("shed", "shed", 0), ("bicycles", "bicycles/n/bought", 2)]
    );
    answers.insert("bicycles", 0, values(&[("any", "no")]));
    assert_eq!(set.asked_pages(task, &answers).len(), 1);
}

#[test]
fn a_page_is_found_by_its_address() {
    let set = tiny();
    let found = |tail: &str| {
        set.page_by_path(tail)
            .map(|(_, page, item)| (page.id.as_str(), item))
    };
    assert_eq!(found("shed/why"), Some(("shed/why", 0)));
    assert_eq!(found("bicycles/2/bought"), Some(("bicycles/n/bought", 2)));
    for wrong in [
        "bicycles/0",
        "bicycles/3",
        "bicycles/01",
        "bicycles/+1",
        "bicycles/{n}",
        "",
    ] {
        assert_eq!(found(wrong), None, "{wrong}");
    }
}

#[test]
fn a_set_with_dangling_names_is_refused() {
    let breakages = [
        (
            "tasks/shed.toml",
            "equals = \"no\"",
            "equals = \"maybe\"",
            "no choice maybe",
        ),
        (
            "tasks/shed.toml",
            "errors.missing = \"Enter why it is not locked\"",
            "",
            "has no text",
        ),
        (
            "questions/1a.toml",
            "{why@shed/why}",
            "{why@shed}",
            "why@shed",
        ),
        (
            "tasks/bicycles.toml",
            "title_field = \"colour\"",
            "title_field = \"size\"",
            "title field",
        ),
        (
            "manifest.toml",
            "\"bicycles\"",
            "\"scooters\"",
            "no task scooters",
        ),
        (
            "tasks/shed.toml",
            "path = \"shed/why\"",
            "path = \"shed\"",
            "twice",
        ),
    ];
    for (file, from, to, expected) in breakages {
        let mut files = files_under("tests/sets/tiny/1");
        if let Some(text) = files.get_mut(file) {
            assert!(text.contains(from), "{file} has no {from}");
            *text = text.replace(from, to);
        }
        match QuestionSet::load(&files) {
            Ok(_) => panic!("{file} with {to} was accepted"),
            Err(error) => assert!(error.to_string().contains(expected), "{error}"),
        }
    }
}
