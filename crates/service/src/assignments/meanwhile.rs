//! Tasks of which somebody else said otherwise while a person chose.

use super::{AssignError, Choice};
use domain::application::Application;
use domain::id::UserId;
use questions::Task;
use std::collections::BTreeMap;
use store::WriteTx;
use store::assignments::{self, Assigned, Standing};
use time::Date;

/// A task of which somebody else said otherwise.
#[derive(Debug, Clone)]
pub struct Meanwhile {
    /// The task.
    pub task: &'static Task,
    /// Who does it now, by when, and who said so; none when it is nobody's any more.
    pub now: Option<Standing>,
}

/// Who does a task and by when, to be compared.
fn who_and_when(assigned: &Assigned) -> (UserId, Option<Date>) {
    (assigned.user, assigned.due_on)
}

impl Choice {
    fn chosen(&self) -> Option<(UserId, Option<Date>)> {
        self.assignee.map(|user| (user, self.due_on))
    }

    fn standing<'a>(&self, now: &'a BTreeMap<String, Standing>) -> Option<&'a Standing> {
        now.get(&self.task.id)
    }

    /// Whether it is to be otherwise than it is now.
    pub(super) fn differs(&self, now: &BTreeMap<String, Standing>) -> bool {
        let now = self.standing(now);
        self.chosen() != now.map(|now| who_and_when(&now.assigned))
    }

    /// Whether it would undo what was not shown to whoever chose.
    fn undoes(&self, now: &BTreeMap<String, Standing>) -> bool {
        let standing = self.standing(now);
        self.differs(now) && self.seen != standing.map(|now| who_and_when(&now.assigned))
    }
}

/// How the tasks of a draft are assigned now; whoever assigns at the same moment waits. Refused where
/// somebody said otherwise of one of the tasks since it was shown.
pub(super) async fn hold(
    tx: &mut WriteTx,
    application: &Application,
    choices: &[Choice],
) -> Result<BTreeMap<String, Standing>, AssignError> {
    let held = store::applications::find_for_update(tx, &application.reference).await?;
    if !held.is_some_and(|held| held.state.is_draft()) {
        return Err(AssignError::NotDraft);
    }
    let now = assignments::list_of_application(tx, application.id).await?;
    let moved = choices.iter().filter(|choice| choice.undoes(&now));
    let moved: Vec<Meanwhile> = moved
        .map(|choice| Meanwhile {
            task: choice.task,
            now: choice.standing(&now).cloned(),
        })
        .collect();
    if moved.is_empty() {
        Ok(now)
    } else {
        Err(AssignError::Moved(moved))
    }
}
