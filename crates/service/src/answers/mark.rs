//! Saying that a section is complete, or not yet.

use super::changed::about;
use super::seen::{Seen, Unseen};
use crate::applications::{Form, Standing};
use audit::Kind;
use policy::organisation::AnswerQuestions;
use policy::{Denied, Permit};
use questions::{SpecialTask, Task, TaskKind};
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
    /// Answers were changed since the person's page was opened: these, as far as it said what it showed.
    #[error("answers were changed since they were seen")]
    Unseen(Unseen),
    /// Somebody saved something just now: load the form and mark again.
    #[error("the application is not as it was loaded")]
    Moved,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Marks a section complete or not complete. Only what the person has seen is marked as complete: what that
/// was, their page said (nothing, when it did not).
pub async fn mark(
    store: &Store,
    form: &Form,
    task: &Task,
    is_complete: bool,
    seen: Option<&Seen>,
) -> Result<(), MarkError> {
    let permit = form.permit()?;
    if !form.state().is_draft() {
        return Err(MarkError::NotDraft);
    }
    let stored = &form.case.stored;
    // Whoever says so of what is to be checked again has looked at it.
    let is_changed = stored.changed.contains_key(&task.id);
    let is_said = stored.marks.get(&task.id) == Some(&is_complete) && !is_changed;
    let unseen = match seen {
        Some(seen) => seen.since(form, task),
        None => Some(Unseen::default()),
    };
    if let Some(unseen) = unseen.filter(|_| !is_said) {
        // To come back later is no word about what they have not seen.
        return match (is_complete, is_changed) {
            (true, _) => Err(MarkError::Unseen(unseen)),
            (false, true) => Ok(()),
            (false, false) => say(store, form, (task, false), &permit).await,
        };
    }
    if is_complete && !may_be_marked(form, task) {
        return Err(MarkError::NotComplete);
    }
    if is_said {
        return Ok(());
    }
    say(store, form, (task, is_complete), &permit).await
}

/// Says so of a section, if the application is still as it was loaded.
async fn say(
    store: &Store,
    form: &Form,
    (task, is_complete): (&Task, bool),
    permit: &Permit<AnswerQuestions>,
) -> Result<(), MarkError> {
    let loaded = &form.case.application;
    let mut tx = store.write(Context::of(&form.actor)).await?;
    // Whoever saves meanwhile waits until this is said, and then changes what was marked.
    let held = store::applications::find_for_update(&mut tx, &loaded.reference).await?;
    let is_as_loaded = held.is_some_and(|held| {
        held.state == loaded.state && held.last_saved_at == loaded.last_saved_at
    });
    if !is_as_loaded {
        return Err(MarkError::Moved);
    }
    let application = loaded.id;
    let name = &form.actor.name;
    store::answers::mark(&mut tx, permit, application, name, &task.id, is_complete).await?;
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
            form.has_everything(task) && form.case.unchecked(task).is_empty()
        }
        TaskKind::Special(SpecialTask::CheckAnswers) => {
            let tasks = form.progress();
            let check = tasks.iter().find(|progress| progress.task.id == task.id);
            check.is_some_and(|check| check.standing != Standing::CannotStart)
        }
        TaskKind::Special(_) => false,
    }
}
