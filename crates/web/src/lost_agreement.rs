//! That a certificate counts though the owner of its infrastructure has taken its agreement back, takes it back
//! from a day, or let it end: for the supplier and the team. The public is told when the team has decided.

use domain::owner_request::{OwnerRequest, OwnerRequestState};
use domain::when;
use govuk::WarningText;

/// The warning; nothing while the agreement holds.
pub fn warning(request: Option<&OwnerRequest>) -> Option<WarningText> {
    request.and_then(words).map(WarningText::new)
}

/// The same in sentences.
pub fn words(request: &OwnerRequest) -> Option<String> {
    let (owner, place) = (
        &request.hosting.owner_name,
        &request.hosting.infrastructure_name,
    );
    let from = request.withdrawal.as_ref().map(|one| when::date(one.from));
    let what = match (request.state, from, request.ended_on()) {
        _ if request.is_own => return None,
        (OwnerRequestState::Withdrawn, Some(from), _) => format!(
            "{owner} took its agreement back: the service is not to run on {place} from {from}."
        ),
        (OwnerRequestState::Withdrawn, None, Some(day)) => format!(
            "The agreement of {owner} that the service runs on {place} ended on {}, as agreed.",
            when::date(day)
        ),
        (OwnerRequestState::Agreed, Some(from), _) => format!(
            "{owner} takes its agreement back: the service is not to run on {place} from {from}."
        ),
        _ => return None,
    };
    Some(format!(
        "{what} The PSN team decides what becomes of the certificate, and may withdraw it."
    ))
}
