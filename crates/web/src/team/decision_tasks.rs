//! The tasks of a case that lead to its decision.

use domain::application::ApplicationState;
use domain::signature_request::SignatureRequestState;
use govuk::{Tag, TagColour, Task, TaskList, TaskStatus};
use service::joint::Joint;
use service::reviews::Overview;

/// The signature, the infrastructure and the recommendation.
pub fn listed(overview: &Overview, path: &str) -> TaskList {
    let signed = overview
        .signatures
        .first()
        .map_or("Nobody was asked", |request| match request.state {
            SignatureRequestState::Sent | SignatureRequestState::Opened => {
                "Waiting for the signatory"
            }
            SignatureRequestState::Signed if request.awaits_ink_check() => "Ink page to check",
            _ => request.title(),
        });
    let is_joint = Joint::of(&overview.review.case).is_some();
    let infrastructure = if is_joint && overview.infrastructure.confirmed().is_none() {
        TaskStatus::Tag(Tag::new("Held", TagColour::Purple))
    } else if overview.infrastructure.agreement().is_none() {
        TaskStatus::Tag(Tag::new("No agreement", TagColour::Red))
    } else if overview.infrastructure.confirmed().is_none() {
        TaskStatus::Tag(Tag::new("To confirm", TagColour::Blue))
    } else {
        TaskStatus::Text("Confirmed".to_owned())
    };
    let unjudged = overview.review.unjudged().len();
    let recommendation = match overview.review.case.application.state {
        ApplicationState::UnderReview if unjudged == 0 => {
            TaskStatus::Tag(Tag::new("To do", TagColour::Blue))
        }
        ApplicationState::UnderReview => TaskStatus::Text(format!("{unjudged} not judged")),
        ApplicationState::Draft
        | ApplicationState::Submitted
        | ApplicationState::AwaitingSupplier
        | ApplicationState::Withdrawn
        | ApplicationState::Deleted => TaskStatus::CannotStartYet,
        ApplicationState::Recommended
        | ApplicationState::Approved
        | ApplicationState::Refused
        | ApplicationState::Certified => TaskStatus::Completed,
    };
    TaskList::new("decision")
        .task(Task::new(
            "Signature",
            format!("{path}/signature"),
            TaskStatus::Text(signed.to_owned()),
        ))
        .task(Task::new(
            "Infrastructure",
            format!("{path}/infrastructure"),
            infrastructure,
        ))
        .task(Task::new(
            "Recommend a decision",
            format!("{path}/recommend"),
            recommendation,
        ))
}
