//! What the signatory will see, before the request is sent.

use super::desk::Desk;
use crate::forms::Posted;
use crate::reply::{self, Reply, see_other};
use askama::Template;
use domain::owner_request::LINK_LIFETIME;
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
    unfinished: Vec<Blocker>,
    signatory: SummaryList,
    replaces: Option<WarningText>,
    works_until: String,
    is_draft: bool,
    /// Whether the terms with the owner of the infrastructure are not final: saying later that they
    /// are is a change.
    has_open_terms: bool,
    send: PostForm,
}

/// Shows it.
pub async fn show(desk: Desk) -> Reply {
    desk.refuse_readers()?;
    if let Some(elsewhere) = desk.elsewhere() {
        return elsewhere;
    }
    let signatory_path = desk.path.at("signatory");
    let Some(contact) = desk.chosen().await? else {
        return see_other(&signatory_path);
    };
    let heading = format!("Check before you send to {}", contact.name);
    let layout = desk.layout(&heading).back(&signatory_path);
    let replaces = desk
        .status
        .latest()
        .filter(|request| request.state.is_open());
    let page = CheckPage {
        unfinished: desk.status.unfinished.clone(),
        signatory: SummaryList::new()
            .row(SummaryRow::new("Full name", &contact.name).change(&signatory_path, "full name"))
            .row(
                SummaryRow::new("Job title", &contact.job_title)
                    .change(&signatory_path, "job title"),
            )
            .row(
                SummaryRow::new("Email address", &contact.email)
                    .change(&signatory_path, "email address"),
            )
            .row(SummaryRow::new(
                "How they sign",
                "Online, with a link and a code by email",
            )),
        replaces: replaces.map(|request| {
            WarningText::new(format!(
                "The request to {} will be cancelled.",
                request.signatory.name
            ))
        }),
        is_draft: desk.status.case.application.state.is_draft(),
        has_open_terms: has_open_terms(&desk.status.case),
        works_until: when::date_with_weekday(when::uk_date(desk.status.now + LINK_LIFETIME)),
        send: PostForm::new(
            desk.path.at("signatory/check"),
            layout.csrf(),
            Button::primary(format!("Send to {}", contact.name)),
        ),
        heading,
        layout,
    };
    reply::ok(&page)
}

/// Freezes the application and sends the request.
pub async fn submit(desk: Desk, posted: Posted) -> Reply {
    posted.finish()?;
    desk.refuse_readers()?;
    let Some(contact) = desk.chosen().await? else {
        return see_other(&desk.path.at("signatory"));
    };
    let message = format!("Sent to {}", contact.name);
    let (store, url) = (&desk.app.store, &desk.app.public_url);
    let sent = ask(store, &desk.actor, &desk.path.0, contact, url).await;
    desk.done(sent, &message)
}
