//! What the owner was told that is no part of what it agrees to, where the answers say otherwise now.

use crate::host_services::codes;
use domain::owner_request::OwnerRequestState;
use govuk::InsetText;
use service::owner_requests::Overview;

/// That the owner was told of other services of theirs than the answers name now.
pub fn other_services(overview: &Overview) -> Option<InsetText> {
    let request = overview.latest.as_ref()?;
    if !overview.has_other_services() || !overview.differences.is_empty() {
        return None;
    }
    let told = match request.hosting.host_services.as_slice() {
        [] => "none of their services".to_owned(),
        told => codes(told),
    };
    let next = if !overview.case.application.state.may_ask_owner() {
        ""
    } else if request.state == OwnerRequestState::Agreed {
        " The agreement holds. If you ask again, the new request takes its place at once."
    } else {
        " You can send the request again with the services that you name now."
    };
    Some(InsetText::new(format!(
        "In this request you named {told}. Your answers have changed since then.{next}"
    )))
}

/// That the owner was shown another description for users than there is now.
pub fn other_description(overview: &Overview) -> Option<InsetText> {
    let request = overview.latest.as_ref()?;
    if !overview.has_other_description() || !overview.differences.is_empty() {
        return None;
    }
    let owner = &request.hosting.owner_name;
    let next = match (
        request.state,
        overview.case.application.state.may_ask_owner(),
    ) {
        (_, false) => "",
        (OwnerRequestState::Agreed, true) => {
            " The agreement holds: it is about what runs where. If you ask again, the new request takes its place at once."
        }
        (_, true) => " You can send the request again with the description as it is now.",
    };
    Some(InsetText::new(format!(
        "With this request we showed {owner} another description for users. You have changed it since then.{next}"
    )))
}
