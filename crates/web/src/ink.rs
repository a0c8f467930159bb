//! How a signature in ink is told, wherever signatures are.

use domain::document::ScanState;
use domain::ink::{InkOutcome, InkStatement};
use domain::signature_request::SignatureRequest;
use domain::when;

/// That a request was signed in ink, when, and who says so; nothing for one that is signed online, and
/// before the signed page was uploaded.
pub(crate) fn signed_words(request: &SignatureRequest) -> Option<String> {
    let page = request.ink.as_ref()?;
    Some(format!(
        "Signed on paper in ink, on {}, uploaded by {}",
        when::date(page.signed_on),
        page.uploaded_by_name
    ))
}

/// How the check of a signed page stands, in a sentence.
pub(crate) fn check_words(page: &InkStatement) -> &'static str {
    match (page.scan, page.check.as_ref().map(|check| check.outcome)) {
        (_, Some(InkOutcome::Accepted)) => "The PSN team compared it with what was asked.",
        (_, Some(InkOutcome::Refused)) => "The PSN team could not accept it.",
        (ScanState::Infected, None) => "We found a virus in the file, and deleted it.",
        (ScanState::Failed, None) => "We could not scan the file for viruses.",
        (ScanState::Waiting, None) => "The file waits for its virus scan.",
        (ScanState::Clean | ScanState::NotScanned, None) => {
            "The PSN team compares it with what was asked when it reviews the application."
        }
    }
}
