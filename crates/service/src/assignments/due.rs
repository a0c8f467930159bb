//! Assigned tasks and their days: reminding who has them, and saying who holds an application up.

use super::is_waiting;
use crate::applications::{Form, Standing};
use crate::drafts::service_or_reference;
use crate::recipients::recipient;
use audit::{Event, Kind};
use domain::id::UserId;
use domain::notice_choice::NoticeChoice;
use domain::when;
use mail::{Notice, TasksDue};
use questions::Task;
use store::task_reminders::{self, DueTask, Reminder};
use store::{Context, Store, StoreError, outbox};
use time::Date;

/// How many people are looked at in one go; the rest comes in the next.
const BATCH: i32 = 100;

/// A colleague with tasks that are overdue.
#[derive(Debug)]
pub struct HeldUp {
    /// Who.
    pub user: UserId,
    /// That person's name.
    pub name: String,
    /// The tasks with their days, the longest overdue first.
    pub tasks: Vec<(&'static Task, Date)>,
}

/// Who holds a draft up: whoever has the longest overdue task first. A task that was sent to somebody
/// outside is not its colleague's to do.
pub fn held_up(form: &Form) -> Vec<HeldUp> {
    let today = when::uk_date(form.now);
    let mut days = form.assigned.values().filter_map(|one| one.due_on);
    // How far each task is has a price, which most drafts need not pay.
    if !form.state().is_draft() || !days.any(|day| day < today) {
        return Vec::new();
    }
    let signature = form.signature.as_ref().map(|signature| signature.state);
    let owner = form.owner_request.as_ref().map(|request| request.state);
    let mut overdue: Vec<(&'static Task, Date)> = Vec::new();
    for progress in form.progress() {
        let assigned = form.assigned.get(&progress.task.id);
        let day = assigned.and_then(|assigned| assigned.due_on);
        let is_open =
            progress.standing != Standing::Completed && is_waiting(progress.task, signature, owner);
        if let Some(day) = day.filter(|day| is_open && *day < today) {
            overdue.push((progress.task, day));
        }
    }
    overdue.sort_by_key(|(_, day)| *day);
    let mut people: Vec<HeldUp> = Vec::new();
    for (task, day) in overdue {
        let Some(assigned) = form.assigned.get(&task.id) else {
            continue;
        };
        match people.iter_mut().find(|one| one.user == assigned.user) {
            Some(one) => one.tasks.push((task, day)),
            None => people.push(HeldUp {
                user: assigned.user,
                name: assigned.name.clone(),
                tasks: vec![(task, day)],
            }),
        }
    }
    people
}

/// Reminds everybody of whose tasks a reminder is due. Answers how many people that was.
///
/// # Errors
/// When the database can't be reached.
pub async fn do_what_is_due(store: &Store, public_url: &str) -> Result<usize, StoreError> {
    let mut tx = store.read(Context::service()).await?;
    let due = task_reminders::list_due(&mut tx, BATCH).await?;
    drop(tx);
    let mut done = 0;
    for reminder in &due {
        done += usize::from(remind(store, public_url, reminder).await?);
    }
    Ok(done)
}

/// Notes it, and writes to them unless they want no such e-mails or others have the tasks now.
async fn remind(store: &Store, public_url: &str, reminder: &Reminder) -> Result<bool, StoreError> {
    let mut tx = store.write(Context::service()).await?;
    if !task_reminders::note(&mut tx, reminder).await? {
        return Ok(false);
    }
    let open = open_tasks(reminder);
    let is_wanted = !open.is_empty() && reminder.notices != NoticeChoice::Nothing;
    let to = recipient(&reminder.name, &reminder.email).filter(|_| is_wanted);
    if let Some(to) = &to {
        let message = notice(reminder, &open, public_url).message(to);
        outbox::add(&mut tx, &message).await?;
    }
    let event = Event::new(Kind::TaskReminderSent)
        .organisation(reminder.organisation)
        .application(reminder.application)
        .with("user", reminder.assignee)
        .with("tasks", if to.is_some() { open.len() } else { 0 });
    tx.commit(&event).await?;
    Ok(to.is_some())
}

fn open_tasks(reminder: &Reminder) -> Vec<(&'static Task, &DueTask)> {
    let (id, version, hash) = &reminder.set;
    let Some(set) = questions::find_pinned(id, version, hash) else {
        return Vec::new();
    };
    let tasks = reminder.tasks.iter();
    let tasks = tasks.filter_map(|due| Some((set.task(&due.task)?, due)));
    tasks
        .filter(|(task, _)| is_waiting(task, reminder.signature, reminder.owner))
        .collect()
}

fn notice(reminder: &Reminder, open: &[(&'static Task, &DueTask)], public_url: &str) -> TasksDue {
    let lines = |is_overdue: bool| {
        let tasks = open.iter().filter(|(_, due)| due.is_overdue == is_overdue);
        tasks
            .map(|(task, due)| {
                let day = due.day().map_or_else(String::new, when::date);
                let verb = if is_overdue { "was due" } else { "due" };
                format!("{}, {verb} {day}", task.title)
            })
            .collect::<Vec<_>>()
    };
    let (soon, overdue) = (lines(false), lines(true));
    let root = format!("{public_url}/applications/{}", reminder.reference);
    TasksDue {
        service: service_or_reference(&reminder.service_name, &reminder.reference),
        count_overdue: overdue.len(),
        count: open.len(),
        soon,
        overdue,
        link: match open {
            [(task, _)] => format!("{root}/{}", task.id),
            _ => format!("{root}?show=left"),
        },
    }
}
