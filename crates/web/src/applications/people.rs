//! Who does what: a colleague and a day for each task, saved together.
//!
//! Each task carries along what the page showed of it. Only what was changed on the page is saved,
//! so two people who assign different tasks at once do not undo each other's. Who changes what somebody
//! else has changed meanwhile is told so first.

use super::held_up::HeldUp;
use super::opened::Opened;
use super::people_meanwhile::{again, shown};
use crate::PageError;
use crate::forms::Posted;
use crate::reply::{self, Reply};
use crate::team::date_field::DateField;
use askama::Template;
use domain::id::UserId;
use domain::when;
use govuk::{Button, DateInput, Fieldset, FormState, HiddenInput, Layout, Legend, Select, Size};
use policy::authorise;
use policy::organisation::ManagePeople;
use questions::Task;
use service::assignments::{self, AssignError, Choice, Done};
use store::assignments::{Assigned, Colleague};

/// A task with its fields.
struct Row {
    was: HiddenInput,
    fields: Fieldset,
}

/// A group of tasks under its heading.
struct Group {
    title: &'static str,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "applications/people.html")]
struct PeoplePage {
    layout: Layout,
    caption: String,
    /// Where to invite colleagues, for who may; nothing while there are others to choose.
    invite: Option<String>,
    is_alone: bool,
    held_up: Option<HeldUp>,
    action: String,
    groups: Vec<Group>,
    save: Button,
}

/// The names of a task's fields; its number is its place in the question set.
pub(super) struct Names {
    pub who: String,
    pub due: String,
    pub was: String,
}

impl Names {
    pub fn of(number: usize) -> Self {
        Self {
            who: format!("who-{number}"),
            due: format!("due-{number}"),
            was: format!("was-{number}"),
        }
    }
}

/// Every task with its number.
pub(super) fn tasks(opened: &Opened) -> impl Iterator<Item = (usize, &'static Task)> {
    opened.set().tasks.iter().enumerate()
}

/// What stands of a task, in one word: sent back as it was shown.
pub(super) fn standing(assigned: Option<&Assigned>) -> String {
    assigned.map_or_else(String::new, |assigned| {
        let due = assigned.due_on.map_or_else(String::new, when::iso_date);
        format!("{} {due}", assigned.user)
    })
}

pub async fn show(opened: Opened) -> Reply {
    opened.form.permit_to_assign()?;
    if !opened.form.state().is_draft() {
        return reply::see_other(&opened.root());
    }
    let colleagues = assignments::colleagues(&opened.app.store, &opened.form).await?;
    let form = opened.furniture.form(stored(&opened));
    reply::ok(&draw(&opened, &colleagues, &form))
}

/// The form as it stands.
fn stored(opened: &Opened) -> FormState {
    let mut form = FormState::new();
    for (number, task) in tasks(opened) {
        put_stored(
            &mut form,
            Names::of(number),
            opened.form.assigned.get(&task.id),
        );
    }
    form
}

/// Puts how a task stands into its fields.
pub(super) fn put_stored(form: &mut FormState, names: Names, assigned: Option<&Assigned>) {
    let user = assigned.map_or_else(String::new, |assigned| assigned.user.to_string());
    form.set(&names.was, standing(assigned));
    form.set(&names.who, user);
    DateField::of(names.due, assigned.and_then(|assigned| assigned.due_on)).keep(form);
}

pub async fn submit(opened: Opened, mut posted: Posted) -> Reply {
    opened.form.permit_to_assign()?;
    let mut form = FormState::new();
    let mut choices = Vec::new();
    for (number, task) in tasks(&opened) {
        choices.extend(read(&opened, number, task, &mut posted, &mut form));
    }
    posted.finish()?;
    if !form.has_errors() {
        let app = &opened.app;
        match assignments::assign(&app.store, &opened.form, &choices, &app.public_url).await {
            Ok(done) => return reply::see_other_saying(&opened.root(), &words(&done)),
            Err(AssignError::NotColleague(task)) => {
                let place = tasks(&opened).find(|(_, one)| one.id == task.id);
                let names = Names::of(place.map_or(0, |(number, _)| number));
                form.error(&names.who, format!("Select who does ‘{}’", task.title));
            }
            Err(AssignError::Moved(moved)) => {
                let opened = opened.again().await?;
                again(&opened, &mut form, &choices, &moved);
                let colleagues = assignments::colleagues(&opened.app.store, &opened.form).await?;
                return reply::conflict(&draw(&opened, &colleagues, &form));
            }
            Err(error) => return Err(error.into()),
        }
    }
    let colleagues = assignments::colleagues(&opened.app.store, &opened.form).await?;
    reply::unprocessable(&draw(&opened, &colleagues, &form))
}

/// What was chosen for a task, if the page's state was changed; what is wrong goes into the form.
fn read(
    opened: &Opened,
    number: usize,
    task: &'static Task,
    posted: &mut Posted,
    form: &mut FormState,
) -> Option<Choice> {
    let names = Names::of(number);
    let who = posted.take(&names.who);
    let due = DateField::take(posted, &names.due);
    let was = posted.take(&names.was);
    form.set(&names.who, &who);
    form.set(&names.was, &was);
    due.keep(form);
    let subject = format!("Due date of ‘{}’", task.title);
    let due_on = due.parse_optional(form, &subject);
    let assignee = UserId::parse(&who);
    let choice = Choice {
        task,
        assignee,
        due_on: due_on.filter(|_| assignee.is_some()),
        seen: shown(&was),
    };
    let chosen = assignee.map_or_else(String::new, |user| {
        let due = due_on.map_or_else(String::new, when::iso_date);
        format!("{user} {due}")
    });
    if form.error_of(&names.due).is_some() {
        return None;
    }
    if !who.is_empty() && assignee.is_none() {
        form.error(&names.who, format!("Select who does ‘{}’", task.title));
        return None;
    }
    if assignee.is_none() && due_on.is_some() && was.is_empty() {
        let message = format!("Select who does ‘{}’, or delete its due date", task.title);
        form.error(&names.who, message);
        return None;
    }
    if chosen == was {
        return None;
    }
    if choice
        .due_on
        .is_some_and(|day| day < when::uk_date(opened.form.now))
    {
        let message = format!("{subject} must be today or in the future");
        form.date_error(&names.due, &[], message);
        return None;
    }
    Some(choice)
}

/// What was done, for the banner.
fn words(done: &Done) -> String {
    let saved = match (done.changed, done.told.as_slice()) {
        (0, _) => "Nothing was changed".to_owned(),
        (_, []) => "Saved".to_owned(),
        (_, [one]) => format!("Saved. We sent an email to {one}"),
        (_, [before @ .., last]) => {
            format!(
                "Saved. We sent an email to {} and {last}",
                before.join(", ")
            )
        }
    };
    if done.untold.is_empty() {
        return saved;
    }
    format!(
        "{saved}. We did not send an email to {}, who had as many about this application today as we send in a day",
        done.untold.join(", ")
    )
}

fn draw(opened: &Opened, colleagues: &[Colleague], form: &FormState) -> PeoplePage {
    let all: Vec<(usize, &'static Task)> = tasks(opened).collect();
    let groups = opened.set().groups.iter().map(|group| Group {
        title: &group.title,
        rows: all
            .iter()
            .filter(|(_, task)| group.tasks.contains(&task.id))
            .map(|(number, task)| row(*number, task, colleagues, form))
            .collect(),
    });
    let organisation = opened.form.case.application.organisation;
    let is_alone = colleagues.len() < 2;
    let may_invite = authorise::<ManagePeople>(&opened.form.actor, organisation).is_ok();
    PeoplePage {
        layout: opened
            .layout("Who does what")
            .back_to(opened.root(), "Back to your application")
            .errors_of(form),
        caption: opened.form.case.application.service_title().to_owned(),
        invite: (is_alone && may_invite)
            .then(|| format!("/organisations/{organisation}/people/invite")),
        is_alone,
        held_up: HeldUp::of(opened),
        action: opened.path("people"),
        groups: groups.collect(),
        save: Button::primary("Save"),
    }
}

fn row(number: usize, task: &Task, colleagues: &[Colleague], form: &FormState) -> Row {
    let names = Names::of(number);
    let select = Select::new(&names.who, "Who does this").option("", "Nobody");
    let select = colleagues.iter().fold(select, |select, one| {
        select.option(one.user.to_string(), &one.name)
    });
    let due = DateInput::new(&names.due, "Due date (optional)").filled_from(form);
    Row {
        was: HiddenInput::new(&names.was, form.value(&names.was)),
        fields: Fieldset::new(Legend::new(&task.title).size(Size::Small))
            .field(&select.filled_from(form))
            .field(&due),
    }
}

impl From<AssignError> for PageError {
    fn from(error: AssignError) -> Self {
        match error {
            AssignError::Denied(denied) => denied.into(),
            AssignError::NotDraft | AssignError::NotColleague(_) | AssignError::Moved(_) => {
                Self::Conflict
            }
            AssignError::Store(error) => error.into(),
        }
    }
}
