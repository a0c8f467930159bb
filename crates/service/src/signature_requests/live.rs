//! Which request somebody saw before they sent another, so that none is cancelled unseen.

use domain::signature_request::{SignatureRequest, SignatureRequestState};

/// The request that may be signed still or is signed, and which of both; empty where there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeenRequest(pub String);

/// The latest request that may be signed still or is signed.
pub fn live(requests: &[SignatureRequest]) -> Option<&SignatureRequest> {
    requests
        .iter()
        .find(|request| request.state.is_open() || request.state == SignatureRequestState::Signed)
}

/// What another request would take the place of, for the check before sending.
pub fn seen_request(requests: &[SignatureRequest]) -> SeenRequest {
    let found = live(requests).map(|request| {
        let stands = if request.state.is_open() {
            "open"
        } else {
            "signed"
        };
        format!("{} {stands}", request.id)
    });
    SeenRequest(found.unwrap_or_default())
}

/// True when there is a request that the person did not see, or did not see signed. One that is gone
/// is in nobody's way.
pub(super) fn is_unseen(requests: &[SignatureRequest], seen: &SeenRequest) -> bool {
    live(requests).is_some() && seen_request(requests) != *seen
}
