//! Why a request was not sent, when things are not as its check page showed them.

use domain::owner_request::Contact;
use domain::signature_request::{SignatureMethod, SignatureRequest};
use domain::when;
use service::signature_requests::{Status, live};
use service::snapshot::sha256;

/// What tells whom a page named, and how they sign, from anybody else.
pub fn chosen_mark(contact: &Contact, method: SignatureMethod) -> String {
    let Contact {
        name,
        job_title,
        email,
    } = contact;
    sha256(&[name, job_title, email, method.as_str()].join("\n"))
}

/// That somebody else was chosen, in the same browser, than the page named.
pub fn chosen_anew(contact: &Contact, method: SignatureMethod) -> String {
    let how = match method {
        SignatureMethod::Online => "online",
        SignatureMethod::Ink => "on paper in ink",
    };
    format!(
        "Not sent: after you opened this page you chose {} to sign, {how}. Check it, then send it.",
        contact.name
    )
}

/// Who made a request, for whom, and when.
pub fn sent_by(request: &SignatureRequest) -> String {
    let (who, name) = (&request.asker.name, &request.signatory.name);
    let at = when::date_and_time(request.sent_at);
    if request.is_ink() {
        format!("{who} made a statement for {name} to sign in ink, at {at}")
    } else {
        format!("{who} sent a request to {name} at {at}")
    }
}

/// That a request was sent, or signed, after the page was opened.
pub fn why(status: &Status) -> String {
    match live(&status.requests) {
        Some(request) if request.state.is_open() => {
            format!("Not sent: {}. Sending yours cancels it.", sent_by(request))
        }
        Some(request) => format!("Not sent: {} signed meanwhile", request.signatory.name),
        None => "Not sent: something changed after you opened this page".to_owned(),
    }
}
