//! How far each task has come, with what people said and what others have answered.

use super::Form;
use super::look::Look;
use questions::{SpecialTask, Task, TaskKind};
use store::answers::Changed;

/// How far a task has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing has been saved or sent.
    NotStarted,
    /// Something has, but it is not complete or nobody has said that it is.
    InProgress,
    /// Complete, and marked so.
    Completed,
    /// Complete, and marked so, but what it says keeps the application from being submitted.
    CannotFinish,
    /// Something else has to be done first.
    CannotStart,
    /// It was done, and something has changed since: carried answers of last year, or what somebody else
    /// or a file changed.
    CheckAgain,
    /// Somebody has said no.
    Problem,
}

/// A task and how far it has come.
#[derive(Debug)]
pub struct TaskProgress<'a> {
    /// The task.
    pub task: &'a Task,
    /// How far it has come.
    pub standing: Standing,
    /// Why, where the standing alone does not say it.
    pub note: Option<String>,
}

/// Who changed a task after whom, in words.
pub fn what_changed(changed: &Changed) -> String {
    let Changed { by, marked_by, .. } = changed;
    let how = if changed.is_from_file {
        "imported answers"
    } else {
        "changed this"
    };
    if by == marked_by {
        format!("{by} {how} after saying that it was complete")
    } else {
        format!("{by} {how} after {marked_by} said that it was complete")
    }
}

impl Standing {
    /// Whether its questions are answered and somebody has said so: it can be signed.
    pub fn is_answered(self) -> bool {
        matches!(self, Self::Completed | Self::CannotFinish)
    }
}

impl Form {
    /// Every task in order with how far it has come.
    pub fn progress(&self) -> Vec<TaskProgress<'static>> {
        let look = Look::at(self);
        let tasks = self.set().tasks.iter();
        tasks.map(|task| look.progress_of(task)).collect()
    }

    /// How far one task has come.
    pub fn progress_of(&self, task: &'static Task) -> TaskProgress<'static> {
        Look::at(self).progress_of(task)
    }

    /// True when every task of questions is complete and marked so.
    pub fn is_answered(&self) -> bool {
        Look::at(self).is_answered()
    }

    /// True when everything is answered and people have checked it.
    pub fn is_checked(&self) -> bool {
        Look::at(self).is_checked()
    }

    /// True when people said that this task is complete.
    pub fn is_marked(&self, task: &str) -> bool {
        self.case.stored.marks.get(task) == Some(&true)
    }

    /// True when nothing is missing of what this task asks: also while nothing of it is saved, if it asks
    /// for nothing that has to be there.
    pub fn has_everything(&self, task: &Task) -> bool {
        let answers = &self.case.stored.answers;
        let missing = self.set().unanswered_of(task, answers, &self.reference);
        missing.is_empty()
    }

    /// That somebody else, or a file, changed this task after it was marked as complete, while nobody
    /// has said again whether it is.
    pub fn changed_since(&self, task: &str) -> Option<&Changed> {
        let changed = self.case.stored.changed.get(task);
        changed.filter(|_| self.state().is_draft())
    }

    /// The id of the task of this kind; empty when the set has none.
    pub fn id_of(&self, special: SpecialTask) -> &'static str {
        let tasks = self.set().tasks.iter();
        tasks
            .filter(|task| task.kind == TaskKind::Special(special))
            .map(|task| task.id.as_str())
            .next()
            .unwrap_or_default()
    }
}
