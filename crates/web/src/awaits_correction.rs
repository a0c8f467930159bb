//! What everybody is told when a signatory says that something in a submitted application is wrong.

use domain::signature_request::SignatureRequest;

/// How an answer is corrected that the supplier cannot change now.
pub const HOW: &str = "You cannot change an answer while the PSN team has your application. Ask the PSN team about the question: the team can then ask you to correct the answer, and opens it for you.";

/// What the signatory says.
pub fn said(request: &SignatureRequest) -> String {
    let name = &request.signatory.name;
    format!("{name} says that something in the application is wrong.")
}

/// The same of the latest request with what comes of it, for the supplier; nothing where that is not so.
pub fn for_supplier(latest: &SignatureRequest) -> Option<String> {
    let awaits = latest.awaits_correction();
    awaits.then(|| format!("{} {HOW}", said(latest)))
}
