//! Whether what was signed is what was submitted, in words.

use crate::awaits_correction::said;
use domain::signature_request::{SignatureKind, SignatureRequest};
use service::signature_requests::Covering;

/// Whether what was signed is what was submitted, and what is waited for. The latest request says
/// why nobody signed.
pub fn covers(covering: &Covering, latest: Option<&SignatureRequest>) -> String {
    let why = match (covering, latest) {
        (Covering::Signed(_), _) => return "Covers what was submitted: yes.".to_owned(),
        (Covering::Waiting(request), _) => match request.kind {
            SignatureKind::Initial | SignatureKind::Anew => {
                "The page that was signed on paper could not be used, and the signatory has been asked to sign again."
            }
            SignatureKind::Reconfirmation => {
                "The signatory has been asked to confirm what changed."
            }
        },
        (Covering::None, Some(latest)) if latest.awaits_correction() => &said(latest),
        (Covering::None, _) => "The supplier has to send it to a signatory again.",
    };
    format!("Covers what was submitted: no. {why}")
}
