//! What was submitted, as people read it: the text that was signed, with its fingerprint.

use super::list::submitted_button;
use crate::PageError;
use crate::applications::opened::Opened;
use crate::ink::signed_words;
use crate::reply::{self, Reply};
use crate::sign::{answer_card, document_card};
use askama::Template;
use domain::signature_request::SignatureRequest;
use domain::when;
use govuk::{Button, Layout, SummaryCard, SummaryList, SummaryRow};
use service::copies::submitted;

#[derive(Template)]
#[template(path = "downloads/submitted.html")]
struct SubmittedPage {
    layout: Layout,
    reference: String,
    facts: SummaryList,
    sections: Vec<(String, Vec<SummaryCard>)>,
    commitments: Vec<String>,
    documents: Vec<SummaryCard>,
    /// What was signed after that.
    later: Vec<SummaryCard>,
    action: String,
    download: Button,
}

/// Shows it; a draft has not been submitted.
pub async fn show(opened: Opened) -> Reply {
    let application = &opened.form.case.application;
    if application.submitted_at.is_none() {
        return reply::see_other(&opened.path("submit"));
    }
    let submitted = submitted(&opened.app.store, &opened.form).await?;
    let Some(submitted) = submitted else {
        // Nothing that was signed is kept: there are the answers as they are.
        return reply::see_other(&opened.path("everything"));
    };
    let reading = submitted.reading().map_err(PageError::internal)?;
    let signature = &submitted.signature;
    let facts = SummaryList::new()
        .row(SummaryRow::new(
            "Submitted",
            when::date_and_time(submitted.at),
        ))
        .rows(signed(signature));
    let sections = reading.everything().into_iter();
    let later = submitted.later.iter().map(|request| {
        let list = SummaryList::new().rows(signed(request));
        SummaryCard::new("Changes that were confirmed", list).heading_level(3)
    });
    reply::ok(&SubmittedPage {
        layout: opened.layout("What you submitted").back_to(
            opened.path("progress"),
            "Back to the progress of your application",
        ),
        reference: application.reference.to_string(),
        facts,
        sections: sections
            .map(|section| {
                let cards = section.parts.iter().map(answer_card);
                (section.title, cards.collect())
            })
            .collect(),
        commitments: reading.commitments,
        documents: submitted.documents.iter().map(document_card).collect(),
        later: later.collect(),
        action: opened.path("downloads"),
        download: submitted_button(submitted.text.len()),
    })
}

/// Who signed what when.
fn signed(request: &SignatureRequest) -> Vec<SummaryRow> {
    let name = request.signed_name.as_deref();
    let name = name.unwrap_or(&request.signatory.name);
    let job_title = request.signed_job_title.as_deref();
    let job_title = job_title.unwrap_or(&request.signatory.job_title);
    let at = request.signed_at.map(when::date_and_time);
    let signed = signed_words(request).or(at);
    let page = request.ink.as_ref();
    let page = page.map(|page| SummaryRow::new("SHA-256 of the signed page", &page.sha256));
    [
        SummaryRow::new("Signed by", format!("{name}, {job_title}")),
        SummaryRow::new("Signed", signed.unwrap_or_default()),
        SummaryRow::new("Fingerprint (SHA-256)", &request.snapshot_sha256),
    ]
    .into_iter()
    .chain(page)
    .collect()
}
