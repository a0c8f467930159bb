//! How the answers compare with the standard, question by question.

use super::onward::Return;
use super::opened::Opened;
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

#[derive(Template)]
#[template(path = "applications/baseline.html")]
struct BaselinePage {
    layout: Layout,
    caption: String,
    checked_at: String,
    checked_at_machine: String,
    submitted_on: Option<String>,
    rules_version: &'static str,
    lists_on: String,
    unanswered: Option<String>,
    groups: Vec<Group>,
    cross_checks: SummaryList,
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
    let open = judged
        .iter()
        .filter(|(_, baseline)| baseline.is_none())
        .count();
    let groups = ORDER.into_iter().filter_map(|outcome| {
        let of = judged
            .iter()
            .filter_map(|(question, baseline)| Some((*question, baseline.as_ref()?)))
            .filter(|(_, baseline)| baseline.outcome == outcome);
        let list =
            SummaryList::new().rows(of.map(|(question, baseline)| row(opened, question, baseline)));
        (!list.is_empty()).then(|| Group {
            title: outcome.words_for_supplier(),
            list,
        })
    });
    let found = cross_checks::find(&opened.app.store, form).await?;
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
        lists_on: when::date(lists_on),
        unanswered: match open {
            0 => None,
            1 => Some("1 question not answered".to_owned()),
            _ => Some(format!("{open} questions not answered")),
        },
        groups: groups.collect(),
        cross_checks: SummaryList::new().rows(found.iter().map(|check| check_row(opened, check))),
    })
}

fn row(opened: &Opened, question: &Question, baseline: &Baseline) -> SummaryRow {
    let key = format!("{} {}", question.id, question.title);
    let row = SummaryRow::new(
        key,
        format!(
            "{}\n\nRule: {}, {} ({})",
            baseline.reason,
            question.id,
            baseline.rule.replace('_', " "),
            baseline.source
        ),
    );
    let page = opened.set().pages_of_question(&question.id).next();
    match page.filter(|page| opened.form.is_open(&page.id)) {
        Some(page) => row.change(
            format!("{}{}", opened.path(&page.path), Return::Baseline.query()),
            format!("the answer to {}", question.id),
        ),
        None => row,
    }
}

/// A rule that compares answers, with the pages where it can be put right.
fn check_row(opened: &Opened, check: &CrossCheck) -> SummaryRow {
    let about = if check.questions.is_empty() {
        check.outcome.words_for_supplier().to_owned()
    } else {
        format!("Questions {}", check.questions.join(", "))
    };
    let blocks = if check.blocks {
        " You cannot submit your application before this is done."
    } else {
        ""
    };
    let text = format!(
        "{}.{blocks}\n\nRule: {} ({})",
        check.message,
        check.rule(),
        check.source
    );
    let row = SummaryRow::new(about, text);
    let pages = check.pages.iter().filter_map(|id| opened.set().page(id));
    pages
        .filter(|(_, page)| !page.is_item_page() && opened.form.is_open(&page.id))
        .fold(row, |row, (_, page)| {
            row.change(
                format!("{}{}", opened.path(&page.path), Return::Baseline.query()),
                format!("the answer to: {}", page.heading),
            )
        })
}
