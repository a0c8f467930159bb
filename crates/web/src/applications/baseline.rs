//! How the answers compare with the standard, question by question.

use super::address::At;
use super::onward::Return;
use super::opened::Opened;
use super::reason::Reason;
use super::way;
use crate::reply::{self, Reply};
use askama::Template;
use domain::when;
use govuk::{Layout, SummaryList, SummaryRow};
use questions::{Baseline, CrossCheck, Outcome, Question};
use service::cross_checks;

/// The questions of one outcome.
struct Group {
    title: &'static str,
    list: SummaryList,
}

/// A question that is not fully answered.
struct Unanswered {
    title: String,
    /// The first page of it that is left; none for who may not answer it.
    href: Option<String>,
}

#[derive(Template)]
#[template(path = "applications/baseline.html")]
struct BaselinePage {
    layout: Layout,
    caption: String,
    checked_at: String,
    checked_at_machine: String,
    submitted_on: Option<String>,
    rules_version: String,
    baseline_version: String,
    lists_on: String,
    unanswered: Vec<Unanswered>,
    groups: Vec<Group>,
    /// Rules that compare answers with each other.
    cross_checks: SummaryList,
    /// Rules about one answer.
    others: SummaryList,
    /// Answers that are not assured as expected.
    assurance: SummaryList,
}

/// The worst first, so that it is read first.
const ORDER: [Outcome; 4] = [
    Outcome::Below,
    Outcome::Explain,
    Outcome::Check,
    Outcome::Meets,
];

pub async fn show(opened: Opened) -> Reply {
    let opened = &opened;
    let form = &opened.form;
    let set = opened.set();
    let judged = set.baselines(opened.answers(), &form.reference);
    let found = cross_checks::find(&opened.app.store, form).await?;
    let groups = ORDER.into_iter().filter_map(|outcome| {
        let of = judged
            .iter()
            .filter_map(|(question, baseline)| Some((*question, baseline.as_ref()?)))
            .filter(|(_, baseline)| baseline.outcome == outcome);
        let alone = found
            .iter()
            .filter(|check| is_judged(check) && check.outcome == outcome);
        let list = SummaryList::new()
            .rows(of.map(|(question, baseline)| row(opened, question, baseline)))
            .rows(alone.map(|check| check_row(opened, check)));
        (!list.is_empty()).then(|| Group {
            title: outcome.words_for_supplier(),
            list,
        })
    });
    let lists_on = form.reference.lists_on;
    reply::ok(&BaselinePage {
        layout: opened
            .layout("How your answers compare with the standard")
            .back_to(opened.root(), "Back to your application"),
        caption: form.case.application.service_title().to_owned(),
        checked_at: when::time_of_day(form.now),
        checked_at_machine: when::machine(form.now),
        submitted_on: (!form.state().is_draft()).then(|| when::date(lists_on)),
        rules_version: set.rules_on(lists_on).version,
        baseline_version: set.baseline_versions_on(lists_on).join(" and "),
        lists_on: when::date(lists_on),
        unanswered: unanswered(opened, &judged),
        groups: groups.collect(),
        cross_checks: check_rows(opened, &found, true),
        others: check_rows(opened, &found, false),
        assurance: assurance(opened),
    })
}

fn row(opened: &Opened, question: &Question, baseline: &Baseline) -> SummaryRow {
    let key = format!("{} {}", question.id, question.title);
    let rule = format!("{}, {}", question.id, baseline.rule_name);
    let (text, source) = (baseline.reason.clone(), &baseline.source);
    let reason =
        Reason::new(text, rule, source, &baseline.version).citing(opened.set(), &baseline.cites);
    let row = SummaryRow::new(key, reason.content());
    let ways = way::of_question(opened, question, baseline, Return::Baseline);
    ways.into_iter().fold(row, |row, way| way.on(row))
}

/// The questions that are not fully answered, each with the first page that is left of it.
fn unanswered(opened: &Opened, judged: &[(&Question, Option<Baseline>)]) -> Vec<Unanswered> {
    let set = opened.set();
    let left = set.unanswered(opened.answers(), &opened.form.reference);
    let open = judged.iter().filter(|(_, baseline)| baseline.is_none());
    open.map(|(question, _)| {
        let pages = left.iter().filter_map(|(_, id, item)| {
            let (task, page) = set.page(id)?;
            let is_of = page.question.as_ref() == Some(&question.id);
            is_of.then_some(At {
                task,
                page,
                item: *item,
            })
        });
        let mut pages = pages.filter(|at| opened.form.is_open(&at.page.id));
        Unanswered {
            title: format!("{} {}", question.id, question.title),
            href: pages.next().map(|at| {
                let path = opened.path_of(&at);
                format!("{path}{}", Return::Baseline.query())
            }),
        }
    })
    .collect()
}

/// A rule about one answer that says how it compares with the standard: it stands among the
/// questions of its outcome.
fn is_judged(check: &CrossCheck) -> bool {
    !check.compares && matches!(check.outcome, Outcome::Below | Outcome::Explain)
}

/// What the rules found that compare answers, or that are about one answer.
fn check_rows(opened: &Opened, found: &[CrossCheck], compares: bool) -> SummaryList {
    let found = found
        .iter()
        .filter(|check| check.compares == compares && !is_judged(check));
    SummaryList::new().rows(found.map(|check| check_row(opened, check)))
}

/// The answers that are not assured as the standard expects.
fn assurance(opened: &Opened) -> SummaryList {
    let gaps = opened.set().assurance_gaps(opened.answers());
    SummaryList::new().rows(gaps.into_iter().map(|gap| {
        let question = gap.question;
        let text = format!(
            "{}\n\nThe standard expects: {}.",
            gap.how,
            question.expected_assurance()
        );
        let row = SummaryRow::new(format!("{} {}", question.id, question.title), text);
        match way::of_place(opened, &gap.place, Return::Baseline) {
            Some(way) => row.change(
                way.href,
                format!("how the answer to {} is assured", question.id),
            ),
            None => row,
        }
    }))
}

/// A rule that was found to apply, with the pages where it can be put right.
fn check_row(opened: &Opened, check: &CrossCheck) -> SummaryRow {
    let about = match &check.questions[..] {
        [] => task_title(opened, check),
        [only] => format!("Question {only}"),
        several => format!("Questions {}", several.join(", ")),
    };
    let blocks = if check.blocks {
        " You cannot submit your application before this is done."
    } else {
        ""
    };
    let text = format!("{}.{blocks}", check.message);
    let reason = Reason::new(text, check.rule(), &check.source, &check.version)
        .citing(opened.set(), &check.cites);
    let row = SummaryRow::new(about, reason.content());
    let ways = way::of_check(opened, check, Return::Baseline);
    ways.into_iter().fold(row, |row, way| way.on(row))
}

/// The task with what a rule is about that names no question.
fn task_title(opened: &Opened, check: &CrossCheck) -> String {
    let set = opened.set();
    let task_of = |id: &String| match set.page(id) {
        Some((task, _)) => Some(task),
        None => set.task(id),
    };
    let task = check.pages.iter().find_map(task_of);
    let title = task.map(|task| task.title.clone());
    title.unwrap_or_else(|| check.outcome.words_for_supplier().to_owned())
}
