//! Saying which colleague does which task of an application, and by when.

mod due;
mod meanwhile;

pub use due::{HeldUp, do_what_is_due, held_up};
pub use meanwhile::Meanwhile;

use crate::applications::Form;
use crate::budgets::may_tell_assignee;
use crate::recipients::recipient;
use audit::{Event, Kind};
use domain::id::UserId;
use domain::notice_choice::NoticeChoice;
use domain::owner_request::OwnerRequestState;
use domain::signature_request::SignatureRequestState;
use domain::when;
use mail::{Notice, TasksAssigned};
use policy::organisation::AssignTasks;
use policy::{Actor, Denied, authorise};
use questions::{SpecialTask, Task, TaskKind};
use store::assignments::{self, Colleague, OwnTask};
use store::{Context, ReadTx, Store, StoreError, WriteTx, outbox};
use time::Date;

/// How many colleagues can be chosen from.
const COLLEAGUES_MAX: i64 = 200;
/// How many assigned tasks are looked at for the list of what needs somebody's attention.
const OWN_TASKS_MAX: i64 = 50;

/// What is to be of one task.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The task.
    pub task: &'static Task,
    /// Who does it; nobody without.
    pub assignee: Option<UserId>,
    /// By when.
    pub due_on: Option<Date>,
    /// Who did it by when, as it was shown to whoever chose; nobody without.
    pub seen: Option<(UserId, Option<Date>)>,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// How many tasks changed.
    pub changed: usize,
    /// The names of the people who were told.
    pub told: Vec<String>,
    /// The names of the people who were told so often today that they were not told again.
    pub untold: Vec<String>,
}

/// Why tasks were not assigned.
#[derive(Debug, thiserror::Error)]
pub enum AssignError {
    /// Not this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Tasks are assigned while the application is a draft.
    #[error("the application is not a draft")]
    NotDraft,
    /// Somebody who was chosen does not answer questions for this organisation (any more).
    #[error("somebody who was chosen can't be assigned tasks")]
    NotColleague(&'static Task),
    /// Somebody else said otherwise of these tasks since they were shown.
    #[error("tasks were assigned otherwise meanwhile")]
    Moved(Vec<Meanwhile>),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The people to whom tasks can be assigned, by name.
pub async fn colleagues(store: &Store, form: &Form) -> Result<Vec<Colleague>, AssignError> {
    let permit = form.permit_to_assign()?;
    let mut tx = store.read(Context::of(&form.actor)).await?;
    let organisation = permit.organisation();
    Ok(assignments::list_colleagues(&mut tx, organisation, COLLEAGUES_MAX).await?)
}

/// Assigns tasks. What is already so is left alone; everybody who is given tasks that they did
/// not have is told once, with all of them, if they want to be told each time. Nothing is assigned when
/// somebody else has said otherwise of one of the tasks since it was shown.
pub async fn assign(
    store: &Store,
    form: &Form,
    choices: &[Choice],
    public_url: &str,
) -> Result<Done, AssignError> {
    let application = &form.case.application;
    let permit = authorise::<AssignTasks>(&form.actor, application.organisation)?;
    let mut tx = store.write(Context::of(&form.actor)).await?;
    let now = meanwhile::hold(&mut tx, application, choices).await?;
    let organisation = permit.organisation();
    let people = assignments::list_colleagues(&mut tx, organisation, COLLEAGUES_MAX).await?;
    let mut events = Vec::new();
    let mut given: Vec<(&Colleague, Vec<&Choice>)> = Vec::new();
    for choice in choices.iter().filter(|choice| choice.differs(&now)) {
        let task = &choice.task.id;
        let event = |kind| {
            Event::new(kind)
                .organisation(organisation)
                .application(application.id)
                .with("task", task)
        };
        let Some(assignee) = choice.assignee else {
            if assignments::remove(&mut tx, &permit, application.id, task).await? {
                events.push(event(Kind::TaskUnassigned));
            }
            continue;
        };
        let person = people.iter().find(|person| person.user == assignee);
        let person = person.ok_or(AssignError::NotColleague(choice.task))?;
        let what = (assignee, choice.due_on);
        let name = &form.actor.name;
        assignments::put(&mut tx, &permit, application.id, name, task, what).await?;
        let assigned = event(Kind::TaskAssigned).with("user", assignee);
        events.push(match choice.due_on {
            Some(day) => assigned.with("due_on", when::iso_date(day)),
            None => assigned,
        });
        let before = now.get(task).map(|standing| standing.assigned.user);
        if before != Some(assignee) && assignee != form.actor.user {
            match given.iter_mut().find(|(known, _)| known.user == assignee) {
                Some((_, tasks)) => tasks.push(choice),
                None => given.push((person, vec![choice])),
            }
        }
    }
    let (told, untold) = tell(&mut tx, form, &given, public_url).await?;
    let changed = events.len();
    if let Some(last) = events.pop() {
        for event in &events {
            tx.record(event).await?;
        }
        tx.commit(&last).await?;
    }
    Ok(Done {
        changed,
        told,
        untold,
    })
}

/// Tells everybody who was given tasks and wants to be told each time; gives their names, and those of
/// whoever was told often enough today.
async fn tell(
    tx: &mut WriteTx,
    form: &Form,
    given: &[(&Colleague, Vec<&Choice>)],
    public_url: &str,
) -> Result<(Vec<String>, Vec<String>), StoreError> {
    let (mut told, mut untold) = (Vec::new(), Vec::new());
    let application = form.case.application.id;
    let wanting = given
        .iter()
        .filter(|(person, _)| person.notices == NoticeChoice::Each);
    for (person, tasks) in wanting {
        if let Some(to) = recipient(&person.name, &person.email) {
            if !may_tell_assignee(tx, application, person.user).await? {
                untold.push(person.name.clone());
                continue;
            }
            let notice = notice(form, tasks, public_url);
            outbox::add(tx, &notice.message(&to)).await?;
            told.push(person.name.clone());
        }
    }
    Ok((told, untold))
}

fn notice(form: &Form, tasks: &[&Choice], public_url: &str) -> TasksAssigned {
    let application = &form.case.application;
    let due = |choice: &Choice| choice.due_on.map_or_else(String::new, when::date);
    let line = |choice: &&Choice| match choice.due_on {
        Some(day) => format!("{}, by {}", choice.task.title, when::date(day)),
        None => choice.task.title.clone(),
    };
    let root = format!("{public_url}/applications/{}", application.reference);
    let link = match tasks {
        [one] => format!("{root}/{}", one.task.id),
        _ => format!("{root}?show=left"),
    };
    let service = match application.service_name.as_str() {
        "" => application.reference.to_string(),
        name => name.to_owned(),
    };
    let first = tasks.first();
    TasksAssigned {
        by: form.actor.name.clone(),
        service,
        count: tasks.len(),
        task: first.map_or_else(String::new, |first| first.task.title.clone()),
        due: first.map_or_else(String::new, |first| due(first)),
        tasks: tasks.iter().map(line).collect(),
        link,
    }
}

/// A task that is assigned to somebody and not done.
#[derive(Debug)]
pub struct ToDo {
    /// The task.
    pub task: &'static Task,
    /// Where it stands, and by when it is due.
    pub assigned: OwnTask,
}

/// What is assigned to this person in drafts and not done, due soonest first, at most `limit`.
pub async fn of_person(
    tx: &mut ReadTx,
    actor: &Actor,
    limit: usize,
) -> Result<Vec<ToDo>, StoreError> {
    let own = assignments::list_of_person(tx, actor.user, OWN_TASKS_MAX).await?;
    let to_do = own.into_iter().filter_map(|assigned| {
        let (id, version, hash) = &assigned.set;
        let set = questions::find_pinned(id, version, hash)?;
        let task = set.task(&assigned.task)?;
        is_open(task, &assigned).then_some(ToDo { task, assigned })
    });
    Ok(to_do.take(limit).collect())
}

fn is_open(task: &Task, assigned: &OwnTask) -> bool {
    is_waiting(task, assigned.signature, assigned.owner)
}

/// True while somebody has to do something: a request that was sent is no longer theirs to send.
fn is_waiting(
    task: &Task,
    signature: Option<SignatureRequestState>,
    owner: Option<OwnerRequestState>,
) -> bool {
    let TaskKind::Special(special) = task.kind else {
        return true;
    };
    match special {
        SpecialTask::Signature => {
            use SignatureRequestState as S;
            !matches!(signature, Some(S::Sent | S::Opened | S::Signed))
        }
        SpecialTask::InfrastructureAgreement => {
            use OwnerRequestState as S;
            !matches!(owner, Some(S::Sent | S::Opened | S::Agreed))
        }
        SpecialTask::CheckAnswers | SpecialTask::Submit => true,
    }
}
