//! Where to go from here: into a task, on after saving, back.

use super::address::{At, CHECK, DOES_NOT_MEET, LIST, SAME_DOMAIN};
use super::opened::Opened;
use super::same_domain;
use super::save::RETURN;
use govuk::HiddenInput;
use questions::{Outcome, Page, SpecialTask, Task, TaskKind};
use service::applications::Standing;

/// Where a page was opened from, and where it leads after saving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Return {
    /// From one page to the next.
    Next,
    /// The section check.
    Section,
    /// Check your answers.
    Answers,
    /// The comparison with the standard.
    Baseline,
    /// Last year's answers.
    Renewal,
    /// The task list: the person comes back later.
    Tasks,
    /// From one page to the next, for who works through the tasks that are left.
    Left,
    /// The section check, for them.
    LeftSection,
    /// The tasks that are left: the person comes back later.
    LeftTasks,
}

impl Return {
    /// Reads the name; anything else means the next page.
    pub fn parse(name: &str) -> Self {
        match name {
            "section" => Self::Section,
            "answers" => Self::Answers,
            "baseline" => Self::Baseline,
            "renewal" => Self::Renewal,
            "tasks" => Self::Tasks,
            "left" => Self::Left,
            "left-section" => Self::LeftSection,
            "left-tasks" => Self::LeftTasks,
            _ => Self::Next,
        }
    }

    /// The name in addresses and forms; empty for the next page.
    pub fn name(self) -> &'static str {
        match self {
            Self::Next => "",
            Self::Section => "section",
            Self::Answers => "answers",
            Self::Baseline => "baseline",
            Self::Renewal => "renewal",
            Self::Tasks => "tasks",
            Self::Left => "left",
            Self::LeftSection => "left-section",
            Self::LeftTasks => "left-tasks",
        }
    }

    /// True for who works through the tasks that are left.
    fn is_left(self) -> bool {
        matches!(self, Self::Left | Self::LeftSection | Self::LeftTasks)
    }

    /// The same for who comes back later.
    #[must_use]
    pub fn later(self) -> Self {
        if self.is_left() {
            Self::LeftTasks
        } else {
            Self::Tasks
        }
    }

    /// For what is opened from a section check or a list that was opened so.
    #[must_use]
    pub fn section(self) -> Self {
        if self.is_left() {
            Self::LeftSection
        } else {
            Self::Section
        }
    }

    /// For the pages that come on the way: only whether the person works through what is left.
    #[must_use]
    pub fn onwards(self) -> Self {
        if self.is_left() {
            Self::Left
        } else {
            Self::Next
        }
    }

    /// What carries it on in a form; nothing for the next page.
    pub fn input(self) -> Option<HiddenInput> {
        (self != Self::Next).then(|| HiddenInput::new(RETURN, self.name()))
    }

    /// The query that carries it on.
    pub fn query(self) -> String {
        match self.name() {
            "" => String::new(),
            name => format!("?return={name}"),
        }
    }
}

/// The task list as the person looks at it: all of it, or what is left.
pub fn tasks(opened: &Opened, to: Return) -> String {
    let root = opened.root();
    if to.is_left() {
        format!("{root}?show=left")
    } else {
        root
    }
}

/// The list of a task, for who comes from there.
pub fn list(opened: &Opened, task: &Task, to: Return) -> String {
    opened.path(&format!("{}{LIST}{}", task.id, to.onwards().query()))
}

/// The section check of a task, for who comes from there.
pub fn check(opened: &Opened, task: &Task, to: Return) -> String {
    opened.path(&format!("{}{CHECK}{}", task.id, to.onwards().query()))
}

/// The same as [`entry`], for who comes from there.
pub fn entry_from(opened: &Opened, task: &'static Task, to: Return) -> String {
    let path = entry(opened, task);
    if matches!(task.kind, TaskKind::Special(_)) {
        path
    } else {
        format!("{path}{}", to.onwards().query())
    }
}

/// Where a task opens: its first page, its list, or what has been answered.
pub fn entry(opened: &Opened, task: &'static Task) -> String {
    if let TaskKind::Special(special) = task.kind {
        return special_path(opened, special);
    }
    let form = &opened.form;
    let first = opened
        .set()
        .asked_pages(task, opened.answers())
        .into_iter()
        .next();
    let can_change = first.is_some_and(|(page, _)| form.is_open(&page.id));
    match first {
        Some((page, item))
            if can_change && form.progress_of(task).standing == Standing::NotStarted =>
        {
            opened.path_of(&At { task, page, item })
        }
        _ if can_change && is_list_asked(opened, task) => {
            opened.path(&format!("{}{LIST}", task.id))
        }
        _ => opened.path(&format!("{}{CHECK}", task.id)),
    }
}

/// The page of a task that is not a form.
fn special_path(opened: &Opened, special: SpecialTask) -> String {
    let id = opened.form.id_of(special);
    let is_draft = opened.form.state().is_draft();
    match special {
        SpecialTask::Signature if opened.form.signature.is_some() => opened.path("signature"),
        SpecialTask::Submit if !is_draft => opened.path("progress"),
        SpecialTask::InfrastructureAgreement
        | SpecialTask::CheckAnswers
        | SpecialTask::Signature
        | SpecialTask::Submit => opened.path(id),
    }
}

/// True for lists whose items are asked: there is no gate, or it was answered with yes.
pub fn is_list_asked(opened: &Opened, task: &'static Task) -> bool {
    let asked = opened.set().asked_pages(task, opened.answers());
    asked.iter().any(|(page, _)| page.is_item_page())
}

/// Where to go after this page was saved (its answers as they are now).
pub fn after(opened: &Opened, at: &At, to: Return) -> String {
    if let (Some(clarification), Some(item)) = (
        &opened.form.clarification,
        opened.form.asked_about(&at.page.id),
    ) && !opened.form.state().is_draft()
    {
        return opened.path(&format!(
            "clarifications/{}/{}",
            clarification.id, item.subject
        ));
    }
    if matches!(to, Return::Tasks | Return::LeftTasks) {
        return tasks(opened, to);
    }
    let set = opened.set();
    let next = set.next_page(at.task, at.page, at.item, opened.answers());
    let next = next.map(|(page, item)| At {
        task: at.task,
        page,
        item,
    });
    // A follow-up that has come up has to be answered before going back to where one came from.
    let is_saved = |at: &At| opened.answers().get(&at.page.id, at.item).is_some();
    let query = to.query();
    let is_next = matches!(to, Return::Next | Return::Left);
    match (next, to) {
        (Some(next), _) if is_next => format!("{}{query}", opened.path_of(&next)),
        (Some(next), _) if is_follow_up(at.page, next.page) && !is_saved(&next) => {
            format!("{}{query}", opened.path_of(&next))
        }
        (_, Return::Answers) => opened.path("check-answers"),
        (_, Return::Baseline) => opened.path("baseline"),
        (_, Return::Renewal) => opened.path("renewal"),
        _ if is_next && is_list_asked(opened, at.task) => list(opened, at.task, to),
        _ => check(opened, at.task, to),
    }
}

/// True for a page that comes up by the answer to the page before.
fn is_follow_up(page: &Page, next: &Page) -> bool {
    let is_same_question = next.question.is_some() && next.question == page.question;
    is_same_question || next.show_if.is_some() || next.is_item_page()
}

/// The interruption, when this answer leaves its question below the standard, or names somebody of
/// the supplier's own domain for the owner of the infrastructure.
pub fn interruption(opened: &Opened, at: &At, to: Return) -> Option<String> {
    if same_domain::contact(opened, at.page).is_some() {
        let path = opened.path_of(at);
        return Some(format!("{path}{SAME_DOMAIN}{}", to.query()));
    }
    let question = at.page.question.as_deref()?;
    let baseline = opened
        .set()
        .baseline(question, opened.answers(), &opened.form.reference)?;
    let first = opened.set().pages_of_question(question).next()?;
    (baseline.outcome == Outcome::Below)
        .then(|| opened.path(&format!("{}{DOES_NOT_MEET}{}", first.path, to.query())))
}

/// Where the back link of a question page leads.
pub fn back(opened: &Opened, at: &At, to: Return) -> String {
    match to {
        Return::Section | Return::LeftSection => return check(opened, at.task, to),
        Return::Answers => return opened.path("check-answers"),
        Return::Baseline => return opened.path("baseline"),
        Return::Renewal => return opened.path("renewal"),
        Return::Tasks | Return::LeftTasks => return tasks(opened, to),
        Return::Next | Return::Left => {}
    }
    let asked = opened.set().asked_pages(at.task, opened.answers());
    let here = asked
        .iter()
        .position(|(page, item)| page.id == at.page.id && *item == at.item);
    let before = here
        .and_then(|here| here.checked_sub(1))
        .and_then(|i| asked.get(i));
    match before {
        Some((page, item)) if *item == at.item => {
            opened.path(&format!("{}{}", page.path_for(*item), to.query()))
        }
        _ if at.item > 0 && is_list_asked(opened, at.task) => list(opened, at.task, to),
        _ => tasks(opened, to),
    }
}
