//! How a request to sign in ink stands, in words.

use crate::documents::kind_and_size;
use crate::ink::{check_words, signed_words};
use domain::signature_request::{SignatureRequest, SignatureRequestState};
use govuk::{Content, InsetText, SummaryList, SummaryRow};
use service::signature_requests::{Covering, Status};

/// How the latest request stands, when it is in ink and its words are other than those of one that is
/// signed online.
pub fn what(status: &Status) -> Option<Vec<String>> {
    let request = status.latest().filter(|request| request.is_ink())?;
    let name = &request.signatory.name;
    let is_draft = status.case.application.state.is_draft();
    match (request.state, &request.ink) {
        (SignatureRequestState::Sent | SignatureRequestState::Opened, _) => Some(vec![
            format!("The statement waits to be signed: print it, let {name} sign it in ink, and upload the signed page."),
            if is_draft {
                "If you change an answer now, we cancel the request, and a statement that was printed no longer counts.".to_owned()
            } else {
                status.undecided().to_owned()
            },
        ]),
        (SignatureRequestState::Signed, Some(page)) => {
            let covers = match &status.covering {
                Covering::Signed(_) if is_draft => "The signature covers your application as it is. If you change an answer now, it no longer counts.",
                Covering::Signed(_) => "The signature covers your application as it is.",
                Covering::Waiting(_) | Covering::None => {
                    "Your application is not what was signed any more, so this signature no longer counts."
                }
            };
            let signed = signed_words(request).unwrap_or_default();
            Some(vec![format!("{signed}."), covers.to_owned(), check_words(page).to_owned()])
        }
        (SignatureRequestState::Voided, Some(page)) if request.is_page_refused() => Some(vec![
            format!("The signed page does not count as a signature. {}", check_words(page)),
            "Send your application to your signatory again. As long as no answer changes, the same page can be uploaded again if that puts it right.".to_owned(),
        ]),
        _ => None,
    }
}

/// Why the PSN team refused the latest page.
pub fn refusal(request: &SignatureRequest) -> Option<InsetText> {
    let check = request.ink.as_ref()?.check.as_ref()?;
    (!check.note.is_empty()).then(|| InsetText::new(check.note.clone()))
}

/// The latest request, when it is in ink. The file of its page lies at `file`.
pub fn request_list(request: &SignatureRequest, file: &str) -> SummaryList {
    let signatory = &request.signatory;
    let person = format!("{}\n{}", signatory.name, signatory.job_title);
    let mut list = SummaryList::new()
        .row(SummaryRow::new("Asked to sign", person))
        .row(SummaryRow::new("How they sign", request.method.title()))
        .row(SummaryRow::new("Made by", &request.asker.name));
    if let Some(page) = &request.ink {
        let title = format!(
            "{} ({})",
            page.file_name,
            kind_and_size(page.kind, page.bytes)
        );
        let name = request.signed_name.as_deref().unwrap_or_default();
        let job_title = request.signed_job_title.as_deref().unwrap_or_default();
        list = list
            .row(SummaryRow::new("Signed by", format!("{name}\n{job_title}")))
            .row(SummaryRow::new(
                "Signed",
                signed_words(request).unwrap_or_default(),
            ))
            .row(if page.scan.is_released() {
                SummaryRow::new("Signed page", Content::link(file, title))
            } else {
                SummaryRow::new("Signed page", title)
            })
            .row(SummaryRow::new("Virus scan", page.scan.title()))
            .row(SummaryRow::new("SHA-256 of the file", &page.sha256));
    }
    list.row(SummaryRow::new(
        "Fingerprint of what is signed (SHA-256)",
        &request.snapshot_sha256,
    ))
}
