//! Check your answers, before they are sent for signature.

use super::answers::{Baselines, baselines, cards};
use super::compared::{self, Told};
use super::onward::{self, Return};
use super::opened::Opened;
use super::unseen::{self, Notice};
use super::wording;
use crate::PageError;
use crate::forms::Posted;
use crate::reply::{self, Reply};
use askama::Template;
use govuk::{Button, HiddenInput, Layout, SummaryCard, WarningText};
use questions::{Outcome, SpecialTask, Task, TaskKind};
use service::answers::MarkError;

/// The sections of one group of the task list.
struct Group {
    title: &'static str,
    sections: Vec<Section>,
}

/// A section with its answers.
struct Section {
    title: &'static str,
    cards: Vec<SummaryCard>,
}

/// A section that is not finished.
struct Unfinished {
    href: String,
    title: &'static str,
}

#[derive(Template)]
#[template(path = "applications/check_answers.html")]
struct CheckAnswersPage {
    layout: Layout,
    caption: String,
    warning: Option<WarningText>,
    /// What was changed after the page was opened.
    unseen: Option<Notice>,
    compared: Vec<String>,
    /// What comparing answers with each other found.
    found: Vec<Told>,
    baseline: String,
    unfinished: Vec<Unfinished>,
    groups: Vec<Group>,
    action: String,
    /// What the page shows, so that nobody goes on with anything else.
    seen: Option<HiddenInput>,
    go_on: Option<Button>,
}

pub async fn show(opened: Opened) -> Reply {
    let found = compared::of_all(&opened).await?;
    reply::ok(&draw(&opened, found)?)
}

pub async fn submit(opened: Opened, mut posted: Posted) -> Reply {
    opened.form.permit()?;
    let seen = posted.take(unseen::SEEN);
    posted.finish()?;
    let (newer, marked) = unseen::mark(&opened, task(&opened)?, true, &seen).await?;
    let opened = newer.unwrap_or(opened);
    if let Err(MarkError::Unseen(unseen)) = &marked {
        let found = compared::of_all(&opened).await?;
        let mut page = draw(&opened, found)?;
        page.unseen = Some(unseen::notice(&opened, unseen, "continue").await?);
        return reply::conflict(&page);
    }
    marked?;
    reply::see_other(&opened.path(opened.form.id_of(SpecialTask::Signature)))
}

/// The task that this page completes.
fn task(opened: &Opened) -> Result<&'static Task, PageError> {
    let id = opened.form.id_of(SpecialTask::CheckAnswers);
    opened.set().task(id).ok_or(PageError::NotFound)
}

fn draw(opened: &Opened, found: Vec<Told>) -> Result<CheckAnswersPage, PageError> {
    let form = &opened.form;
    let baselines = baselines(opened);
    let progress = form.progress();
    let tasks = || {
        let progress = progress.iter();
        progress.filter(|progress| !matches!(progress.task.kind, TaskKind::Special(_)))
    };
    let unfinished = tasks()
        .filter(|progress| !progress.standing.is_answered())
        .map(|progress| Unfinished {
            href: onward::entry(opened, progress.task),
            title: &progress.task.title,
        });
    let unfinished: Vec<Unfinished> = if form.state().is_draft() {
        unfinished.collect()
    } else {
        Vec::new()
    };
    let can_go_on = unfinished.is_empty() && form.state().is_draft() && form.permit().is_ok();
    let task = task(opened)?;
    let seen = can_go_on.then(|| unseen::input(opened, task));
    let title = if form.state().is_draft() {
        "Check your answers before you send them for signature"
    } else {
        "Your answers"
    };
    Ok(CheckAnswersPage {
        layout: opened
            .layout(title)
            .back_to(opened.root(), "Back to your application")
            .full_width(),
        caption: form.case.application.service_title().to_owned(),
        warning: wording::signature(opened),
        unseen: None,
        compared: counts(opened, &baselines),
        found,
        baseline: opened.path("baseline"),
        groups: groups(opened, &baselines),
        action: opened.path("check-answers"),
        seen,
        go_on: can_go_on.then(|| Button::primary("Continue")),
        unfinished,
    })
}

/// The answers in the groups of the task list; those without answers, which only check and send, are left out.
fn groups(opened: &Opened, baselines: &Baselines) -> Vec<Group> {
    let groups = opened.set().groups.iter().map(|group| {
        let tasks = group.tasks.iter().filter_map(|id| opened.set().task(id));
        let tasks = tasks.filter(|task| !matches!(task.kind, TaskKind::Special(_)));
        let sections = tasks.map(|task| Section {
            title: &task.title,
            cards: cards(opened, task, baselines, Some(Return::Answers))
                .into_iter()
                .map(|card| card.heading_level(4))
                .collect(),
        });
        Group {
            title: &group.title,
            sections: sections.collect(),
        }
    });
    groups.filter(|group| !group.sections.is_empty()).collect()
}

/// How many answers compare in which way, in words; the worst first, each in the form's order.
fn counts(opened: &Opened, baselines: &Baselines) -> Vec<String> {
    let order = [
        Outcome::Below,
        Outcome::Explain,
        Outcome::Check,
        Outcome::Meets,
    ];
    let questions = || opened.set().questions();
    let counts = order.into_iter().filter_map(|outcome| {
        let is_of = |id: &&str| {
            let baseline = baselines.get(*id);
            baseline.is_some_and(|baseline| baseline.outcome == outcome)
        };
        let ids: Vec<&str> = questions()
            .map(|question| question.id.as_str())
            .filter(is_of)
            .collect();
        let words = outcome.words_for_supplier();
        match (ids.len(), outcome) {
            (0, _) => None,
            (count, Outcome::Meets) => Some(format!("{words}: {count}")),
            (count, _) => Some(format!("{words}: {count} ({})", ids.join(", "))),
        }
    });
    let open = questions().count() - baselines.len();
    counts
        .chain((open > 0).then(|| format!("Not answered yet: {open}")))
        .collect()
}
