//! How far the agreement of the infrastructure's owner has come.

use super::{Look, said};
use crate::applications::Standing;
use crate::infrastructures::{not_covered, whose};
use crate::owner_requests::tasks_first;
use domain::owner_request::{AGREED_TO_SOMETHING_ELSE, OwnerRequestState, Whose};
use domain::when;
use store::form_pages::OwnerRequest;

impl Look<'_> {
    /// True when the application can't be submitted without the agreement: not when the
    /// infrastructure's own certificate is applied for at the same time.
    pub(super) fn needs_agreement(&self) -> bool {
        *self.needs_agreement.get_or_init(|| {
            let case = &self.form.case;
            let asked = case.set.asked_answers(&case.stored.answers);
            whose(case, &asked) != Some(Whose::Both)
        })
    }

    pub(super) fn standing_of_agreement(&self) -> (Standing, Option<String>) {
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
