//! How far the tasks of a form have come, each found out once.

mod agreement;
mod submission;

use super::Form;
use super::progress::{Standing, TaskProgress, what_changed};
use crate::documents::PAGE;
use crate::infrastructures::{TERMS, has_open_terms};
use crate::joint::{JOINT_HOW, lists_no_code_of_connection};
use domain::signature_request::SignatureRequestState;
use questions::{SpecialTask, Task, TaskKind, TaskState};
use std::cell::OnceCell;

/// One look at a form. What the standing of several tasks depends on is found out once.
pub(super) struct Look<'a> {
    form: &'a Form,
    /// For each task of the set in order.
    pages: Vec<OnceCell<Standing>>,
    needs_agreement: OnceCell<bool>,
}

impl<'a> Look<'a> {
    pub(super) fn at(form: &'a Form) -> Self {
        Self {
            form,
            pages: form.set().tasks.iter().map(|_| OnceCell::new()).collect(),
            needs_agreement: OnceCell::new(),
        }
    }

    pub(super) fn progress_of(&self, task: &'static Task) -> TaskProgress<'static> {
        let (standing, note) = match &task.kind {
            TaskKind::Form | TaskKind::List(_) => self.standing_of_task(task),
            TaskKind::Special(special) => self.standing_of(*special),
        };
        TaskProgress {
            task,
            standing,
            note,
        }
    }

    pub(super) fn is_answered(&self) -> bool {
        let mut tasks = self.form.set().tasks.iter();
        tasks.all(|task| {
            matches!(task.kind, TaskKind::Special(_))
                || self.standing_of_pages(task) == Standing::Completed
        })
    }

    /// A task of questions, with what is left to be checked of last year's answers, who changed it
    /// after it had been complete, or what keeps it from being finished.
    fn standing_of_task(&self, task: &Task) -> (Standing, Option<String>) {
        let standing = self.standing_of_pages(task);
        if standing == Standing::Completed {
            return match self.held_by(task) {
                Some(why) => said(Standing::CannotFinish, why.to_owned()),
                None => (standing, None),
            };
        }
        if standing != Standing::CheckAgain {
            return (standing, None);
        }
        let note = match self.form.case.unchecked(task).len() {
            0 => self.form.changed_since(&task.id).map(what_changed),
            1 => Some("1 answer from last year to check".to_owned()),
            count => Some(format!("{count} answers from last year to check")),
        };
        (standing, note)
    }

    /// Why a complete task can't be finished yet: the application can be signed so, but not submitted.
    fn held_by(&self, task: &Task) -> Option<&'static str> {
        let asks = |fact| {
            let page = self.form.set().page_of_fact(fact);
            page.is_some_and(|id| task.pages.iter().any(|page| page.id == id))
        };
        if asks(TERMS) && self.has_open_terms() {
            return Some("The terms of your agreement with the owner are not final yet");
        }
        (asks(JOINT_HOW) && self.lacks_code_of_connection())
            .then_some("None of your documents is the Code of Connection (CoCo) yet")
    }

    fn has_open_terms(&self) -> bool {
        has_open_terms(&self.form.case)
    }

    fn lacks_code_of_connection(&self) -> bool {
        lists_no_code_of_connection(&self.form.case, &self.form.documents)
    }

    fn standing_of_pages(&self, task: &Task) -> Standing {
        let mut tasks = self.form.set().tasks.iter();
        let place = tasks.position(|other| other.id == task.id);
        match place.and_then(|place| self.pages.get(place)) {
            Some(known) => *known.get_or_init(|| self.find_standing_of_pages(task)),
            None => self.find_standing_of_pages(task),
        }
    }

    fn find_standing_of_pages(&self, task: &Task) -> Standing {
        if !self.form.case.unchecked(task).is_empty() || self.form.changed_since(&task.id).is_some()
        {
            return Standing::CheckAgain;
        }
        let answers = &self.form.case.stored.answers;
        match self
            .form
            .set()
            .task_state(task, answers, &self.form.reference)
        {
            // Where nothing has to be there, saying so is all that there is to do.
            TaskState::NotStarted
                if self.form.is_marked(&task.id) && self.form.has_everything(task) =>
            {
                Standing::Completed
            }
            // Documents that were added are a beginning, though its question is not answered.
            TaskState::NotStarted if task.id == PAGE && !self.form.documents.is_empty() => {
                Standing::InProgress
            }
            TaskState::NotStarted => Standing::NotStarted,
            TaskState::Complete if self.form.is_marked(&task.id) => Standing::Completed,
            TaskState::Complete | TaskState::InProgress => Standing::InProgress,
        }
    }

    fn standing_of(&self, special: SpecialTask) -> (Standing, Option<String>) {
        match special {
            SpecialTask::InfrastructureAgreement => self.standing_of_agreement(),
            SpecialTask::CheckAnswers => self.standing_of_check(),
            SpecialTask::Signature => self.standing_of_signature(),
            SpecialTask::Submit => self.standing_of_submission(),
        }
    }

    fn standing_of_check(&self) -> (Standing, Option<String>) {
        if !self.is_answered() {
            return said(
                Standing::CannotStart,
                "Complete every section above first".to_owned(),
            );
        }
        match self
            .form
            .case
            .stored
            .marks
            .get(self.form.id_of(SpecialTask::CheckAnswers))
        {
            Some(true) => (Standing::Completed, None),
            Some(false) => said(
                Standing::CheckAgain,
                "An answer has changed since you checked".to_owned(),
            ),
            None => (Standing::NotStarted, None),
        }
    }

    pub(super) fn is_checked(&self) -> bool {
        self.standing_of_check().0 == Standing::Completed
    }

    fn standing_of_signature(&self) -> (Standing, Option<String>) {
        use SignatureRequestState as S;
        if let Some(request) = &self.form.signature {
            let name = &request.signatory_name;
            match request.state {
                S::Signed => return (Standing::Completed, None),
                S::Sent | S::Opened => {
                    return said(Standing::InProgress, format!("Waiting for {name} to sign"));
                }
                S::Declined => return said(Standing::Problem, format!("{name} did not sign")),
                S::Voided if self.is_checked() => {
                    let note = "The signature no longer counts. Ask for a new one";
                    return said(Standing::CheckAgain, note.to_owned());
                }
                S::Voided | S::Cancelled => {}
            }
        }
        if self.is_checked() {
            (Standing::NotStarted, None)
        } else {
            said(Standing::CannotStart, "Check your answers first".to_owned())
        }
    }
}

fn said(standing: Standing, note: String) -> (Standing, Option<String>) {
    (standing, Some(note))
}
