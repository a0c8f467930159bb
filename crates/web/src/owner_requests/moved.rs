//! That somebody asked the owner, or the owner answered, while an answer to it was written.

use domain::owner_request::OwnerRequestState;
use govuk::WarningText;
use service::owner_requests::Overview;

/// Who did what meanwhile, and what can become of the answer; it can be sent where there is a form.
pub fn moved(overview: &Overview, can_send: bool) -> WarningText {
    let plan = overview.plan.hosting();
    let latest = overview.latest.as_ref();
    let latest =
        latest.filter(|latest| plan.is_none_or(|now| latest.hosting.is_of_same_owner(now)));
    let who = match latest {
        Some(latest) if overview.is_answered_at_once => {
            let owner = &latest.hosting.owner_name;
            format!("{owner} gave a standing agreement while you wrote")
        }
        Some(latest) if latest.state.is_open() => {
            let asker = &latest.asker.name;
            match &overview.reply {
                Some(_) => format!("{asker} answered while you did"),
                None => format!("{asker} sent a request while you wrote"),
            }
        }
        Some(latest) => {
            let owner = &latest.hosting.owner_name;
            match latest.state {
                OwnerRequestState::Cancelled => {
                    "The request was cancelled while you wrote".to_owned()
                }
                OwnerRequestState::Agreed => format!("{owner} agreed while you wrote"),
                _ => format!("{owner} wrote while you did"),
            }
        }
        None => "What we ask changed while you wrote".to_owned(),
    };
    let next = if can_send {
        "Read the latest request above your own text. Then change yours and send it, in the place of the latest request, or leave the page if nothing is left to say."
    } else {
        "What you typed is below. Leave the page if nothing is left to say."
    };
    WarningText::new(format!("{who}, so yours was not sent. {next}"))
}
