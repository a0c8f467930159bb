//! Tasks, each with its state.

use crate::{Content, Tag, TagColour};
use askama::{Template, filters::HtmlSafe};

/// The state of a task. Only states that ask for something are tags.
#[derive(Clone)]
pub enum TaskStatus {
    /// Nobody has saved anything.
    NotYetStarted,
    /// Something is saved, or somebody has looked and saved nothing.
    InProgress,
    /// Imported, or changed by somebody else after it was completed.
    CheckAgain,
    /// A person said that it is completed.
    Completed,
    /// Waits for another task; the task has no link.
    CannotStartYet,
    /// What was saved has become unusable.
    Problem,
    /// A state of another list, as a tag.
    Tag(Tag),
    /// A state of another list, as plain text.
    Text(String),
}

impl TaskStatus {
    fn content(&self) -> Content {
        let tag = |text: &str, colour| Content::of(&Tag::new(text, colour));
        match self {
            Self::NotYetStarted => tag("Not yet started", TagColour::Blue),
            Self::InProgress => tag("In progress", TagColour::Teal),
            Self::CheckAgain => tag("Check again", TagColour::Yellow),
            Self::Completed => Content::from("Completed"),
            Self::CannotStartYet => Content::from("Cannot start yet"),
            Self::Problem => tag("There is a problem", TagColour::Red),
            Self::Tag(tag) => Content::of(tag),
            Self::Text(text) => Content::from(text),
        }
    }

    fn is_cannot_start(&self) -> bool {
        matches!(self, Self::CannotStartYet)
    }
}

/// One task.
#[derive(Clone)]
pub struct Task {
    title: String,
    href: Option<String>,
    hint: Option<Content>,
    note: Option<String>,
    status: TaskStatus,
}

impl Task {
    /// A task that opens at `href`. A task that cannot start yet is shown without its link.
    pub fn new(title: impl Into<String>, href: impl Into<String>, status: TaskStatus) -> Self {
        let href = if status.is_cannot_start() {
            None
        } else {
            Some(href.into())
        };
        Self {
            title: title.into(),
            href,
            hint: None,
            note: None,
            status,
        }
    }

    /// Help under the name of the task.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Content>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// A plain line under the name, beside the state: it does not stop anybody.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// The line "May not meet the standard".
    #[must_use]
    pub fn may_not_meet_standard(self) -> Self {
        self.note("May not meet the standard")
    }
}

/// Tasks, each with its state.
#[derive(Clone, Template)]
#[template(path = "govuk/task_list.html")]
pub struct TaskList {
    id_prefix: String,
    tasks: Vec<Task>,
}

impl TaskList {
    /// A list without tasks yet; `id_prefix` tells it from the other lists of the page.
    pub fn new(id_prefix: impl Into<String>) -> Self {
        Self {
            id_prefix: id_prefix.into(),
            tasks: Vec::new(),
        }
    }

    /// One more task.
    #[must_use]
    pub fn task(mut self, task: Task) -> Self {
        self.tasks.push(task);
        self
    }

    /// More tasks.
    #[must_use]
    pub fn tasks(mut self, tasks: impl IntoIterator<Item = Task>) -> Self {
        self.tasks.extend(tasks);
        self
    }
}

impl HtmlSafe for TaskList {}
