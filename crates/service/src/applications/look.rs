//! How far the tasks of a form have come, each found out once.

use super::Form;
use super::progress::{Standing, TaskProgress, what_changed};
use crate::documents::PAGE;
use crate::infrastructures::{TERMS, has_open_terms, not_covered, whose};
use crate::owner_requests::tasks_first;
use domain::application::ApplicationState;
use domain::owner_request::{AGREED_TO_SOMETHING_ELSE, OwnerRequestState, Whose};
use domain::signature_request::SignatureRequestState;
use domain::when;
use questions::{SpecialTask, Task, TaskKind, TaskState};
use std::cell::OnceCell;
use store::form_pages::OwnerRequest;

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

    /// A task of questions, with what is left to be checked of last year's answers, or who changed it
    /// after it had been complete.
    fn standing_of_task(&self, task: &Task) -> (Standing, Option<String>) {
        let standing = self.standing_of_pages(task);
        if standing == Standing::Completed && self.has_open_terms(task) {
            let note = "The terms of your agreement with the owner are not final yet";
            return said(Standing::InProgress, note.to_owned());
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

    /// Whether this task says that the terms with the owner of the infrastructure are not final: it can
    /// be signed so, but not submitted.
    fn has_open_terms(&self, task: &Task) -> bool {
        let page = self.form.set().page_of_fact(TERMS);
        page.is_some_and(|id| task.pages.iter().any(|page| page.id == id))
            && has_open_terms(&self.form.case)
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

    /// True when the application can't be submitted without the agreement: not when the
    /// infrastructure's own certificate is applied for at the same time.
    fn needs_agreement(&self) -> bool {
        *self.needs_agreement.get_or_init(|| {
            let case = &self.form.case;
            let asked = case.set.asked_answers(&case.stored.answers);
            whose(case, &asked) != Some(Whose::Both)
        })
    }

    fn standing_of_agreement(&self) -> (Standing, Option<String>) {
        use OwnerRequestState as S;
        if !self.needs_agreement() {
            let note = "You can submit without it: your infrastructure gets its certificate first";
            return said(Standing::CannotStart, note.to_owned());
        }
        if let Some(request) = &self.form.owner_request {
            let contact = &request.contact_name;
            return match request.state {
                S::Agreed => match not_covered(&self.form.case, &request.covered).as_slice() {
                    [] => (Standing::Completed, request.taken_back()),
                    changed => said(
                        Standing::CheckAgain,
                        format!(
                            "{AGREED_TO_SOMETHING_ELSE}: since then you changed {}",
                            changed.join(" and ")
                        ),
                    ),
                },
                S::Sent | S::Opened => said(
                    Standing::InProgress,
                    format!("Waiting for {contact} to answer"),
                ),
                S::Asked => said(
                    Standing::CheckAgain,
                    format!("{contact} has a question for you"),
                ),
                S::Declined => said(
                    Standing::Problem,
                    format!("{} did not agree", request.owner_name),
                ),
                S::Withdrawn => said(Standing::Problem, over(request)),
                S::Cancelled => said(Standing::CheckAgain, "The request was cancelled".to_owned()),
            };
        }
        let first = tasks_first(&self.form.case, &self.form.reference);
        if first.is_empty() {
            (Standing::NotStarted, None)
        } else {
            said(
                Standing::CannotStart,
                format!("Answer these first: {}", first.join(", ")),
            )
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
                    let note = "An answer changed. Ask for a new signature";
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

    fn standing_of_submission(&self) -> (Standing, Option<String>) {
        match self.form.state() {
            ApplicationState::Draft => {}
            ApplicationState::Deleted => {
                return said(
                    Standing::CannotStart,
                    "The application is deleted".to_owned(),
                );
            }
            _ => return (Standing::Completed, None),
        }
        let is_signed = self.standing_of_signature().0 == Standing::Completed;
        let has_agreement =
            !self.needs_agreement() || self.standing_of_agreement().0 == Standing::Completed;
        match (is_signed, has_agreement) {
            (true, true) => (Standing::NotStarted, None),
            (false, true) => said(Standing::CannotStart, "The signature is missing".to_owned()),
            (true, false) => said(
                Standing::CannotStart,
                "The agreement of the infrastructure owner is missing".to_owned(),
            ),
            (false, false) => said(
                Standing::CannotStart,
                "The signature and the agreement of the infrastructure owner are missing"
                    .to_owned(),
            ),
        }
    }
}

/// How an agreement came to its end: with its last day, or because its owner took it back.
fn over(request: &OwnerRequest) -> String {
    let owner = &request.owner_name;
    match request.ended_on {
        Some(day) => format!(
            "The agreement of {owner} ended on {}, as agreed",
            when::date(day)
        ),
        None => format!("{owner} took its agreement back"),
    }
}

fn said(standing: Standing, note: String) -> (Standing, Option<String>) {
    (standing, Some(note))
}
