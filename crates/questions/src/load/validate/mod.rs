//! Whether the parts of a set fit together: no dangling ids, unique paths, complete texts.

mod page;

use std::collections::BTreeSet;

use crate::{
    condition::Condition,
    cross_check::CrossCheckRule,
    page::Page,
    phrase,
    question::{Days, Rule},
    set::{QuestionSet, Task, TaskKind},
};

pub(super) use page::condition_problems;
use page::page_problems;

/// Everything that does not fit, as sentences; empty for a usable set.
pub(super) fn problems(set: &QuestionSet) -> Vec<String> {
    let pages: Vec<&Page> = set.pages().map(|(_, page)| page).collect();
    let mut problems = ids(set, &pages);
    for task in &set.tasks {
        problems.extend(list_problems(task));
        for page in &task.pages {
            problems.extend(page_problems(set, task, page, &pages));
        }
    }
    problems.extend(question_problems(set, &pages));
    problems.extend(assurance_problems(set));
    let is_question = |id: &str| set.question(id).is_some();
    let is_task = |id: &str| set.task(id).is_some();
    problems.extend(rule_problems(
        &set.cross_checks,
        &pages,
        &is_question,
        &is_task,
    ));
    problems
}

/// What is wrong with rules that compare answers.
pub(super) fn rule_problems(
    rules: &[CrossCheckRule],
    pages: &[&Page],
    is_question: &dyn Fn(&str) -> bool,
    is_task: &dyn Fn(&str) -> bool,
) -> Vec<String> {
    let mut problems = Vec::new();
    for rule in rules {
        let mut found = condition_problems(&rule.when, pages);
        found.extend(phrase::dangling(&rule.message, "", pages));
        let unknown = rule
            .pages
            .iter()
            .filter(|id| !is_task(id) && !pages.iter().any(|page| page.id == **id));
        found.extend(unknown.map(|id| format!("there is no page {id}")));
        let unknown = rule.questions.iter().filter(|id| !is_question(id));
        found.extend(unknown.map(|id| format!("there is no question {id}")));
        problems.extend(
            found
                .into_iter()
                .map(|what| format!("cross-check {}: {what}", rule.id)),
        );
    }
    problems
}

fn ids(set: &QuestionSet, pages: &[&Page]) -> Vec<String> {
    let mut problems = Vec::new();
    let grouped: Vec<&String> = set.groups.iter().flat_map(|group| &group.tasks).collect();
    for task in set.tasks.iter().filter(|task| !grouped.contains(&&task.id)) {
        problems.push(format!("task {} is in no group", task.id));
    }
    twice("task", grouped.iter().map(|id| id.as_str()), &mut problems);
    twice(
        "task",
        set.tasks.iter().map(|task| task.id.as_str()),
        &mut problems,
    );
    twice(
        "page",
        pages.iter().map(|page| page.id.as_str()),
        &mut problems,
    );
    twice(
        "question",
        set.questions().map(|question| question.id.as_str()),
        &mut problems,
    );
    let commitments = set
        .commitments
        .items
        .iter()
        .map(|commitment| commitment.id.as_str());
    twice("commitment", commitments, &mut problems);
    for principle in &set.principles {
        for id in principle
            .questions
            .iter()
            .filter(|id| set.question(id).is_none())
        {
            problems.push(format!(
                "principle {}: there is no question {id}",
                principle.number
            ));
        }
    }
    let known = |number: u8| set.principle(number).is_some();
    for task in set
        .tasks
        .iter()
        .filter(|task| task.principle.is_some_and(|n| !known(n)))
    {
        problems.push(format!("task {}: there is no such principle", task.id));
    }
    problems
}

/// Help about assurance explains every method that is expected, and gives evidence for every question.
fn assurance_problems(set: &QuestionSet) -> Vec<String> {
    let help = &set.assurance;
    if help.methods.is_empty() && help.evidence.is_empty() {
        return Vec::new();
    }
    let known = help.evidence.keys();
    let unknown = known.filter(|id| set.question(id).is_none());
    let unknown = unknown.map(|id| format!("assurance: there is no question {id}"));
    let silent = set.questions().filter(|question| {
        set.assurance_method(question).is_none() || set.evidence_example(&question.id).is_none()
    });
    let silent = silent.map(|question| format!("assurance: {} is not explained", question.id));
    unknown.chain(silent).collect()
}

fn twice<'a>(what: &str, ids: impl Iterator<Item = &'a str>, problems: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    for id in ids {
        if !seen.insert(id) {
            problems.push(format!("{what} {id} is there twice"));
        }
    }
}

fn list_problems(task: &Task) -> Vec<String> {
    let mut problems = Vec::new();
    let mut wrong = |what: &str| problems.push(format!("task {}: {what}", task.id));
    let has_items = task.pages.iter().any(Page::is_item_page);
    match &task.kind {
        TaskKind::List(list) => {
            let items = || task.pages.iter().filter(|page| page.is_item_page());
            if !items().any(|page| page.field(&list.title_field).is_some()) {
                wrong("no item page has the title field");
            }
            if list.min < 0 || list.min > list.max {
                wrong("the fewest items are more than the most");
            }
            let gate = list
                .gate
                .as_ref()
                .map(|id| task.pages.iter().find(|page| page.id == *id));
            let opens = |page: &Page| {
                page.fields
                    .first()
                    .is_some_and(|field| field.choice_label("yes").is_some())
            };
            if gate.is_some_and(|page| !page.is_some_and(opens)) {
                wrong("the gate needs a page whose first field can be answered yes");
            }
        }
        TaskKind::Form | TaskKind::Special(_) if has_items => wrong("only lists have item pages"),
        TaskKind::Form if task.pages.is_empty() => wrong("a form needs pages"),
        TaskKind::Form | TaskKind::Special(_) => {}
    }
    problems
}

fn question_problems(set: &QuestionSet, pages: &[&Page]) -> Vec<String> {
    let mut problems = Vec::new();
    for question in set.questions() {
        let mut wrong = |what: String| problems.push(format!("question {}: {what}", question.id));
        let listed = set
            .principle(question.principle)
            .is_some_and(|principle| principle.questions.contains(&question.id));
        if !listed {
            wrong("its principle does not list it".to_owned());
        }
        let page = set.pages_of_question(&question.id).next();
        let Some(page) = page else {
            wrong("no page asks it".to_owned());
            continue;
        };
        problems.extend(baseline_problems(
            &question.id,
            &question.baseline,
            page,
            pages,
        ));
    }
    problems
}

/// What is wrong with the baseline rules of a question that is asked on this page.
pub(super) fn baseline_problems(
    question: &str,
    baseline: &[Rule],
    page: &Page,
    pages: &[&Page],
) -> Vec<String> {
    let mut problems = Vec::new();
    let mut wrong = |what: String| problems.push(format!("question {question}: {what}"));
    let always = Condition::All(Vec::new());
    let is_last = |rule: &Rule| rule.when == always && rule.days == Days::default();
    if !baseline.last().is_some_and(is_last) {
        wrong("the last rule of the baseline must always apply, on every day".to_owned());
    }
    let mut rules = Vec::new();
    twice(
        "rule",
        baseline
            .iter()
            .filter(|rule| rule.days == Days::default())
            .map(|rule| rule.id.as_str()),
        &mut rules,
    );
    rules.into_iter().for_each(&mut wrong);
    for rule in baseline {
        let details = rule.details.iter();
        let conditions = details
            .clone()
            .map(|detail| &detail.when)
            .chain([&rule.when]);
        let reasons = details
            .flat_map(|detail| [&detail.reason, &detail.for_team])
            .chain([&rule.reason, &rule.for_team]);
        let mut found: Vec<String> = conditions
            .flat_map(|condition| condition_problems(condition, pages))
            .collect();
        found.extend(reasons.flat_map(|text| phrase::dangling(text, &page.id, pages)));
        for what in found {
            wrong(format!("rule {}: {what}", rule.id));
        }
    }
    problems
}
