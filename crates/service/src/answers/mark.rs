//! Saying that a section is complete, or not yet.

use super::changed::about;
use crate::applications::{Form, Standing};
use audit::Kind;
use policy::Denied;
use questions::{SpecialTask, Task, TaskKind, TaskState};
use store::{Context, Store, StoreError};

/// Why a section could not be marked.
#[derive(Debug, thiserror::Error)]
pub enum MarkError {
    /// Not this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Sections are marked while the application is a draft.
    #[error("the application is not a draft")]
    NotDraft,
    /// Pages of the section are not complete, so it can't be marked complete.
    #[error("pages of the section are not complete")]
    NotComplete,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Marks a section complete or not complete.
pub async fn mark(
    store: &Store,
    form: &Form,
    task: &Task,
    is_complete: bool,
) -> Result<(), MarkError> {
    let permit = form.permit()?;
    if !form.state().is_draft() {
        return Err(MarkError::NotDraft);
    }
    if is_complete && !may_be_marked(form, task) {
        return Err(MarkError::NotComplete);
    }
    let stored = &form.case.stored;
    // Whoever says so of what is to be checked again has looked at it.
    let is_changed = stored.changed.contains_key(&task.id);
    if stored.marks.get(&task.id) == Some(&is_complete) && !is_changed {
        return Ok(());
    }
    let application = form.case.application.id;
    let mut tx = store.write(Context::of(&form.actor)).await?;
    let name = &form.actor.name;
    store::answers::mark(&mut tx, &permit, application, name, &task.id, is_complete).await?;
    let event = about(form, Kind::SectionMarked)
        .with("task", &task.id)
        .with("is_complete", is_complete);
    tx.commit(&event).await?;
    Ok(())
}

/// True when everything that the section asks is there.
fn may_be_marked(form: &Form, task: &Task) -> bool {
    match task.kind {
        TaskKind::Form | TaskKind::List(_) => {
            let answers = &form.case.stored.answers;
            form.set().task_state(task, answers, &form.reference) == TaskState::Complete
                && form.case.unchecked(task).is_empty()
        }
        TaskKind::Special(SpecialTask::CheckAnswers) => {
            let tasks = form.progress();
            let check = tasks.iter().find(|progress| progress.task.id == task.id);
            check.is_some_and(|check| check.standing != Standing::CannotStart)
        }
        TaskKind::Special(_) => false,
    }
}
