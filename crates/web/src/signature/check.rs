//! What the signatory will see, before the request is sent.

use super::desk::Desk;
use crate::forms::Posted;
use crate::reply::{self, Reply, see_other};
use askama::Template;
use domain::owner_request::{Contact, LINK_LIFETIME};
use domain::signature_request::SignatureMethod;
use domain::when;
use govuk::{Button, Layout, PostForm, SummaryList, SummaryRow, WarningText};
use service::infrastructures::has_open_terms;
use service::signature_requests::ask;
use service::submission::Blocker;

#[derive(Template)]
#[template(path = "signature/check.html")]
struct CheckPage {
    layout: Layout,
    heading: String,
    name: String,
    unfinished: Vec<Blocker>,
    signatory: SummaryList,
    replaces: Option<WarningText>,
    works_until: String,
    is_draft: bool,
    /// Whether the terms with the owner of the infrastructure are not final: saying later that they
    /// are is a change.
    has_open_terms: bool,
    is_in_ink: bool,
    send: PostForm,
}

/// Shows it.
pub async fn show(desk: Desk) -> Reply {
    desk.refuse_readers()?;
    if let Some(elsewhere) = desk.elsewhere() {
        return elsewhere;
    }
    let signatory_path = desk.path.at("signatory");
    let Some((contact, method)) = desk.chosen().await? else {
        return see_other(&signatory_path);
    };
    let (heading, button) = match method {
        SignatureMethod::Online => (
            format!("Check before you send to {}", contact.name),
            format!("Send to {}", contact.name),
        ),
        SignatureMethod::Ink => (
            format!("Check before {} signs in ink", contact.name),
            "Make the statement to print".to_owned(),
        ),
    };
    let layout = desk.layout(&heading).back(&signatory_path);
    let replaces = desk
        .status
        .latest()
        .filter(|request| request.state.is_open());
    let page = CheckPage {
        name: contact.name.clone(),
        unfinished: desk.status.unfinished.clone(),
        signatory: signer_list(&contact, method, &signatory_path),
        replaces: replaces.map(|request| {
            WarningText::new(format!(
                "The request to {} will be cancelled.",
                request.signatory.name
            ))
        }),
        is_draft: desk.status.case.application.state.is_draft(),
        has_open_terms: has_open_terms(&desk.status.case),
        is_in_ink: method == SignatureMethod::Ink,
        works_until: when::date_with_weekday(when::uk_date(desk.status.now + LINK_LIFETIME)),
        send: PostForm::new(
            desk.path.at("signatory/check"),
            layout.csrf(),
            Button::primary(button),
        ),
        heading,
        layout,
    };
    reply::ok(&page)
}

/// Who signs and how, with the way to change it.
fn signer_list(contact: &Contact, method: SignatureMethod, change: &str) -> SummaryList {
    let row = |key: &str, value: &str, what: &str| SummaryRow::new(key, value).change(change, what);
    SummaryList::new()
        .row(row("Full name", &contact.name, "full name"))
        .row(row("Job title", &contact.job_title, "job title"))
        .row(row("Email address", &contact.email, "email address"))
        .row(row("How they sign", method.title(), "how they sign"))
}

/// Freezes the application and sends the request; in ink, it leads on to what is printed.
pub async fn submit(desk: Desk, posted: Posted) -> Reply {
    posted.finish()?;
    desk.refuse_readers()?;
    let Some(signer) = desk.chosen().await? else {
        return see_other(&desk.path.at("signatory"));
    };
    let (page, message) = match signer.1 {
        SignatureMethod::Online => ("signature", format!("Sent to {}", signer.0.name)),
        SignatureMethod::Ink => (
            "signature/ink",
            "The statement is ready to print".to_owned(),
        ),
    };
    let (store, url) = (&desk.app.store, &desk.app.public_url);
    let sent = ask(store, &desk.actor, &desk.path.0, signer, url).await;
    desk.done_at(page, sent, &message)
}
