//! The task list: what is done, what is left, what others are doing.

use super::held_up::HeldUp;
use super::onward::{self, Return};
use super::opened::Opened;
use crate::reply::{self, Reply};
use askama::Template;
use axum::extract::Query;
use domain::application::ApplicationState;
use domain::when;
use govuk::{Button, InsetText, Layout, Task as Row, TaskList, TaskStatus, WarningText};
use policy::authorise;
use policy::organisation::DeleteDraft;
use questions::{Outcome, SpecialTask, Task, TaskKind};
use serde::Deserialize;
use service::applications::{Standing, TaskProgress};

/// A group of tasks under its heading.
struct Group {
    title: &'static str,
    tasks: TaskList,
}

#[derive(Template)]
#[template(path = "applications/task_list.html")]
struct TaskListPage {
    layout: Layout,
    heading: String,
    reference: String,
    organisation: String,
    notices: Vec<InsetText>,
    warning: Option<WarningText>,
    ending: Option<Ending>,
    completed: usize,
    all: usize,
    last_saved: Option<LastSaved>,
    held_up: Option<HeldUp>,
    groups: Vec<Group>,
    is_left_only: bool,
    is_renewal: bool,
    may_assign: bool,
    has_other_policies: bool,
    /// What stands in the way of submission; none once it was submitted.
    blockers: Option<String>,
    root: String,
    go_on: Option<Button>,
    delete: Option<String>,
}

/// That nobody works on the draft and that it is deleted, and where those who may can keep it.
struct Ending {
    warning: WarningText,
    keep: Option<String>,
}

/// When something was saved last, and by whom.
struct LastSaved {
    machine: String,
    words: String,
    by: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Shown {
    show: String,
}

pub async fn show(Query(shown): Query<Shown>, opened: Opened) -> Reply {
    let is_left_only = shown.show == "left";
    let to = returning(is_left_only);
    let opened = &opened;
    let progress = opened.form.progress();
    let below = below_tasks(opened);
    let groups = opened.set().groups.iter().filter_map(|group| {
        let mut tasks = progress
            .iter()
            .filter(|progress| group.tasks.contains(&progress.task.id))
            .filter(|progress| !is_left_only || progress.standing != Standing::Completed)
            .peekable();
        tasks.peek()?;
        Some(Group {
            title: &group.title,
            tasks: TaskList::new(&group.id)
                .tasks(tasks.map(|progress| row(opened, progress, &below, to))),
        })
    });
    let application = &opened.form.case.application;
    let done = progress
        .iter()
        .filter(|progress| progress.standing == Standing::Completed);
    let last_saved = application
        .last_saved_at
        .zip(application.last_saved_by.clone());
    reply::ok(&TaskListPage {
        layout: opened
            .layout(application.service_title())
            .back_to("/home", "Back to your applications"),
        heading: application.service_title().to_owned(),
        reference: application.reference.to_string(),
        organisation: application.organisation_name.clone(),
        notices: notices(opened)
            .into_iter()
            .chain(super::wording::taken_back(opened))
            .collect(),
        warning: super::wording::signature(opened),
        ending: ending(opened),
        completed: done.count(),
        all: progress.len(),
        last_saved: last_saved.map(|(at, by)| LastSaved {
            machine: when::machine(at),
            words: when::relative(at, opened.form.now),
            by,
        }),
        held_up: HeldUp::of(opened),
        groups: groups.collect(),
        is_left_only,
        is_renewal: opened.form.renewal().is_some(),
        may_assign: opened.form.state().is_draft() && opened.form.permit_to_assign().is_ok(),
        has_other_policies: opened.set().crosswalks().next().is_some(),
        blockers: blockers(opened),
        root: opened.root(),
        go_on: go_on(opened),
        delete: may_delete(opened).then(|| opened.path("delete")),
    })
}

fn row(opened: &Opened, progress: &TaskProgress<'static>, below: &[&str], to: Return) -> Row {
    let task = progress.task;
    let is_check = task.kind == TaskKind::Special(SpecialTask::CheckAnswers);
    let cannot_finish = || TaskStatus::Text("Cannot finish yet".to_owned());
    let status = match progress.standing {
        // Answers can be read at any time, with what is not finished.
        Standing::CannotStart if is_check => cannot_finish(),
        Standing::CannotFinish => cannot_finish(),
        Standing::NotStarted => TaskStatus::NotYetStarted,
        Standing::InProgress => TaskStatus::InProgress,
        Standing::Completed => TaskStatus::Completed,
        Standing::CannotStart => TaskStatus::CannotStartYet,
        Standing::CheckAgain => TaskStatus::CheckAgain,
        Standing::Problem => TaskStatus::Problem,
    };
    let row = Row::new(&task.title, onward::entry_from(opened, task, to), status);
    let hint = progress.note.as_ref().or(task.hint.as_ref());
    let row = match (hint, assigned(opened, progress)) {
        (Some(hint), Some(assigned)) => row.hint(format!("{hint}. {assigned}")),
        (Some(hint), None) => row.hint(hint),
        (None, Some(assigned)) => row.hint(assigned),
        (None, None) => row,
    };
    if below.contains(&task.id.as_str()) {
        row.may_not_meet_standard()
    } else {
        row
    }
}

/// Who does a task, and by when.
fn assigned(opened: &Opened, progress: &TaskProgress<'static>) -> Option<String> {
    let assigned = opened.form.assigned.get(&progress.task.id)?;
    let today = when::uk_date(opened.form.now);
    let is_open = opened.form.state().is_draft() && progress.standing != Standing::Completed;
    let who = if assigned.user == opened.form.actor.user {
        "you"
    } else {
        &assigned.name
    };
    Some(match assigned.due_on {
        Some(day) if is_open && day < today => {
            format!("Assigned to {who}, was due {}", when::date(day))
        }
        Some(day) => format!("Assigned to {who}, due {}", when::date(day)),
        None => format!("Assigned to {who}"),
    })
}

/// The tasks with an answer that is below the standard.
fn below_tasks(opened: &Opened) -> Vec<&'static str> {
    let set = opened.set();
    let judged = set.baselines(opened.answers(), &opened.form.reference);
    let below = judged.into_iter().filter(|(_, baseline)| {
        baseline
            .as_ref()
            .is_some_and(|baseline| baseline.outcome == Outcome::Below)
    });
    let pages = below.filter_map(|(question, _)| set.pages_of_question(&question.id).next());
    pages
        .filter_map(|page| set.page(&page.id))
        .map(|(task, _): (&'static Task, _)| task.id.as_str())
        .chain(super::compared::below_tasks(opened))
        .collect()
}

/// Where the application stands, once it is not a draft any more.
fn notices(opened: &Opened) -> Vec<InsetText> {
    let form = &opened.form;
    let submitted = form.case.application.submitted_at.map(when::date_and_time);
    let text = match form.state() {
        ApplicationState::Draft => return renewed(opened).into_iter().collect(),
        ApplicationState::AwaitingSupplier => {
            let due = form
                .clarification
                .as_ref()
                .map(|asked| when::date_with_weekday(asked.due_on));
            match due {
                Some(due) => {
                    format!("The PSN team has asked about some of your answers. Reply by {due}.")
                }
                None => "The PSN team has asked about some of your answers.".to_owned(),
            }
        }
        ApplicationState::Deleted => {
            "This application is deleted. You can read it until we erase it.".to_owned()
        }
        ApplicationState::Withdrawn => "This application was withdrawn.".to_owned(),
        _ => match submitted {
            Some(at) => format!(
                "You submitted this application at {at}. You can read your answers but not change them."
            ),
            None => "You can read your answers but not change them.".to_owned(),
        },
    };
    vec![InsetText::new(text)]
}

/// The day on which the draft is deleted, once people were told.
fn ending(opened: &Opened) -> Option<Ending> {
    let day = when::date(opened.form.delete_on?);
    let may_keep = opened.form.permit().is_ok();
    Some(Ending {
        warning: WarningText::new(format!(
            "We will delete this draft on {day} because nobody has worked on it."
        )),
        keep: may_keep.then(|| opened.path("keep")),
    })
}

/// What a renewal renews.
fn renewed(opened: &Opened) -> Option<InsetText> {
    let renewal = opened.form.renewal()?;
    let last = when::date(renewal.ends_on);
    let certificate = &renewal.certificate;
    Some(InsetText::new(
        if renewal.ends_on < when::uk_date(opened.form.now) {
            format!(
                "This renews certificate {certificate}, whose last day was {last}.\n\n{}",
                super::renew::ENDED
            )
        } else {
            format!(
                "This renews certificate {certificate}, whose last day is {last}. Submit it by then, so that the certificate stays valid until we decide."
            )
        },
    ))
}

/// Where a task leads back to: the list as it is shown.
fn returning(is_left_only: bool) -> Return {
    if is_left_only {
        Return::Left
    } else {
        Return::Next
    }
}

/// Where it is said what stands in the way of submission.
fn blockers(opened: &Opened) -> Option<String> {
    let path = || opened.path(opened.form.id_of(SpecialTask::Submit));
    opened.form.state().is_draft().then(path)
}

fn may_delete(opened: &Opened) -> bool {
    let organisation = opened.form.case.application.organisation;
    opened.form.state().is_draft()
        && authorise::<DeleteDraft>(&opened.form.actor, organisation).is_ok()
}

/// The one thing to do next, when there is one.
fn go_on(opened: &Opened) -> Option<Button> {
    let form = &opened.form;
    form.permit().ok()?;
    match form.state() {
        ApplicationState::Draft if form.is_checked() && form.signature_at_stake().is_none() => {
            let path = opened.path(form.id_of(SpecialTask::Signature));
            Some(Button::primary("Send to your signatory").href(path))
        }
        ApplicationState::AwaitingSupplier => {
            let asked = form.clarification.as_ref()?;
            let path = opened.path(&format!("clarifications/{}", asked.id));
            Some(Button::primary("See what we asked").href(path))
        }
        ApplicationState::Draft => None,
        ApplicationState::Deleted => {
            let path = opened.path("delete");
            Some(Button::secondary("See until when you can bring it back").href(path))
        }
        _ => Some(Button::secondary("Follow the progress").href(opened.path("progress"))),
    }
}
