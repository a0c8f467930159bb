//! How the request to sign stands.

use super::desk::Desk;
use super::events::events;
use super::in_ink;
use crate::awaits_correction;
use crate::forms::Posted;
use crate::reply::{self, Reply};
use crate::undelivered::warning;
use askama::Template;
use domain::application::ApplicationState;
use domain::signature_request::{CannotSign, SignatureRequest, SignatureRequestState};
use domain::when;
use govuk::{
    Button, InsetText, Layout, PostForm, SummaryList, SummaryRow, Tag, TagColour, Timeline,
    WarningText,
};
use service::signature_requests::{self, Covering, Status};

#[derive(Template)]
#[template(path = "signature/status.html")]
struct StatusPage {
    layout: Layout,
    status: Tag,
    what: Vec<String>,
    undelivered: Option<WarningText>,
    said: Option<InsetText>,
    request: Option<SummaryList>,
    timeline: Timeline,
    /// Where the statement is printed and uploaded.
    ink: Option<String>,
    remind: Option<PostForm>,
    cancel: Option<PostForm>,
    is_reminded: bool,
    /// Where the PSN team is asked about an answer that the supplier cannot change.
    ask: Option<String>,
    send: Option<(String, &'static str)>,
    submit: Option<String>,
    is_read_only: bool,
}

/// Shows it.
pub async fn show(desk: Desk) -> Reply {
    let layout = desk
        .layout("Signature")
        .back_to(desk.path.task_list(), "Back to your application");
    let status = &desk.status;
    let latest = status.latest();
    let is_open = latest.is_some_and(|request| request.state.is_open());
    let is_linked = is_open && latest.is_some_and(|request| !request.is_ink());
    let is_draft = status.case.application.state.is_draft();
    let is_wrong = latest.is_some_and(SignatureRequest::awaits_correction);
    let form = |tail: &str, words: &str| {
        PostForm::new(desk.path.at(tail), layout.csrf(), Button::secondary(words))
    };
    let may_send = status.may_ask && status.is_sendable;
    let page = StatusPage {
        status: tag(status),
        what: in_ink::what(status).unwrap_or_else(|| what(status)),
        undelivered: undelivered(status),
        said: latest.and_then(|request| said(request).or_else(|| in_ink::refusal(request))),
        request: latest.map(|request| {
            if request.is_ink() {
                in_ink::request_list(request, &desk.path.at("signature/ink/file"))
            } else {
                request_list(request, has_run_out(status, request))
            }
        }),
        ink: (is_open && !is_linked && status.may_ask).then(|| desk.path.at("signature/ink")),
        timeline: Timeline::new()
            .heading_level(3)
            .events(events(&status.requests, &status.cancelled_by)),
        remind: (is_linked && status.may_ask && status.may_remind)
            .then(|| form("signature/remind", "Send a reminder")),
        cancel: (is_open && status.may_ask && is_draft)
            .then(|| form("signature/cancel", "Cancel the request")),
        is_reminded: is_linked && !status.may_remind,
        ask: (status.may_ask && is_wrong).then(|| desk.path.at("ask")),
        send: may_send.then(|| {
            let words = match latest {
                Some(_) if is_wrong => "Send it again, if no answer has to be corrected",
                None => "Choose your signatory",
                Some(_) if is_open && status.undelivered.is_some() => {
                    "Put the address right and send it again"
                }
                Some(_) if is_open && !is_linked => {
                    "Choose somebody else, or that they sign online"
                }
                Some(_) if is_open => "Send it to somebody else, or choose to sign in ink",
                Some(_) => "Send it again",
            };
            (desk.path.at("signatory"), words)
        }),
        submit: (is_draft && status.covering.is_signed()).then(|| desk.path.at("submit")),
        is_read_only: !status.may_ask,
        layout,
    };
    reply::ok(&page)
}

/// Sends the link again.
pub async fn remind(desk: Desk, posted: Posted) -> Reply {
    posted.finish()?;
    desk.refuse_readers()?;
    let (store, url) = (&desk.app.store, &desk.app.public_url);
    let sent = signature_requests::remind(store, &desk.actor, &desk.path.0, url).await;
    desk.done(sent, "Reminder sent")
}

/// Takes the request back.
pub async fn cancel(desk: Desk, posted: Posted) -> Reply {
    posted.finish()?;
    desk.refuse_readers()?;
    let cancelled = signature_requests::cancel(&desk.app.store, &desk.actor, &desk.path.0).await;
    desk.done(cancelled, "Request cancelled")
}

fn tag(status: &Status) -> Tag {
    let Some(request) = status.latest() else {
        return Tag::new("Not sent", TagColour::Blue);
    };
    if has_run_out(status, request) {
        return Tag::new("Ran out", TagColour::Yellow);
    }
    let colour = match request.state {
        SignatureRequestState::Sent | SignatureRequestState::Opened => TagColour::Teal,
        SignatureRequestState::Signed => TagColour::Green,
        SignatureRequestState::Declined => TagColour::Red,
        SignatureRequestState::Voided => TagColour::Yellow,
        SignatureRequestState::Cancelled => TagColour::Grey,
    };
    let words = match request.state {
        SignatureRequestState::Voided => "Void",
        state => state.title(),
    };
    Tag::new(words, colour)
}

/// Whether its link stopped working before anybody signed.
fn has_run_out(status: &Status, request: &SignatureRequest) -> bool {
    request.state.is_open() && request.has_run_out(status.now)
}

fn what(status: &Status) -> Vec<String> {
    let Some(request) = status.latest() else {
        return vec!["You have not sent your application to your signatory yet.".to_owned()];
    };
    let name = &request.signatory.name;
    match request.state {
        _ if has_run_out(status, request) => {
            vec![format!("The link ran out before {name} signed. Send a reminder: it has a new link.")]
        }
        SignatureRequestState::Sent => open(status, format!("Waiting for {name} to open the link.")),
        SignatureRequestState::Opened => {
            open(status, format!("{name} opened the link and has not signed yet."))
        }
        SignatureRequestState::Signed => vec![match &status.covering {
            Covering::Signed(_) if status.case.application.state.is_draft() => format!(
                "{name} signed. The signature covers your application as it is. If you change an answer now, it no longer counts."
            ),
            Covering::Signed(_) => format!("{name} signed. The signature covers your application as it is."),
            Covering::Waiting(_) | Covering::None => {
                "Your application is not what was signed any more, so this signature no longer counts.".to_owned()
            }
        }],
        SignatureRequestState::Declined if request.awaits_correction() => correction(status, request),
        SignatureRequestState::Declined => vec![
            format!("{name} told us that they cannot sign."),
            if status.case.application.state.is_draft() {
                "Read the reason, then put it right or choose somebody else.".to_owned()
            } else {
                format!("Read the reason, then send it again, to {name} or to somebody else. {}", status.undecided())
            },
        ],
        SignatureRequestState::Voided => {
            let page = request.voided_page.as_deref().and_then(|page| status.case.set.page(page));
            let changed = page.map_or_else(
                || "An answer changed after you sent it.".to_owned(),
                |(_, page)| format!("An answer on “{}” changed after you sent it.", page.heading),
            );
            let void = if request.signed_at.is_some() {
                "The signature no longer counts."
            } else {
                "We cancelled the request."
            };
            vec![format!("{changed} {void}"), "When your answers are ready, send it again.".to_owned()]
        }
        SignatureRequestState::Cancelled => vec![cancelled(status, request)],
    }
}

/// Something in a submitted application is wrong: how it is corrected.
fn correction(status: &Status, request: &SignatureRequest) -> Vec<String> {
    let how = if status.case.application.state == ApplicationState::AwaitingSupplier {
        "The PSN team has asked you about answers since. You can correct those, and send your reply."
    } else {
        awaits_correction::HOW
    };
    vec![
        awaits_correction::said(request),
        how.to_owned(),
        format!(
            "The PSN team can read what {} wrote. {}",
            request.signatory.name,
            status.undecided()
        ),
    ]
}

/// Who cancelled a request, and when, where that is known.
fn cancelled(status: &Status, request: &SignatureRequest) -> String {
    let by = status.cancelled_by.get(&request.id);
    match (by, request.voided_at) {
        (Some(by), Some(at)) => {
            format!("{by} cancelled the request at {}.", when::date_and_time(at))
        }
        _ => "The request was cancelled.".to_owned(),
    }
}

/// A request that may still be signed.
fn open(status: &Status, stands: String) -> Vec<String> {
    let next = if status.case.application.state.is_draft() {
        "If you change an answer now, we cancel the request."
    } else {
        status.undecided()
    };
    vec![stands, next.to_owned()]
}

/// That the e-mail of the latest request was not delivered, and what to do.
fn undelivered(status: &Status) -> Option<WarningText> {
    let undelivered = status.undelivered.as_ref()?;
    let next = if !status.may_ask {
        "Tell an editor or an administrator of your organisation."
    } else if status.is_sendable {
        "Check the address. If it is wrong, send the request to the right one. If it is right, ask for another address, or send a reminder."
    } else {
        "Check the address with your signatory, and send a reminder. If it is wrong, ask the PSN team."
    };
    Some(warning(
        &undelivered.recipient,
        undelivered.given_up_at,
        next,
    ))
}

fn said(request: &SignatureRequest) -> Option<InsetText> {
    let reason = request.cannot_sign.map(CannotSign::title)?;
    let note = request.cannot_sign_note.as_deref().unwrap_or_default();
    Some(InsetText::new(
        format!("{reason}\n\n{note}").trim_end().to_owned(),
    ))
}

fn request_list(request: &SignatureRequest, has_run_out: bool) -> SummaryList {
    let signatory = &request.signatory;
    let person = format!(
        "{}\n{}\n{}",
        signatory.name, signatory.job_title, signatory.email
    );
    let mut list = SummaryList::new()
        .row(SummaryRow::new("Sent to", person))
        .row(SummaryRow::new("Sent by", &request.asker.name));
    if request.state.is_open() {
        let until = when::date_and_time(request.expires_at);
        let label = if has_run_out {
            "The link worked until"
        } else {
            "The link works until"
        };
        list = list.row(SummaryRow::new(label, until));
    }
    if let Some(name) = &request.signed_name {
        let job_title = request.signed_job_title.as_deref().unwrap_or_default();
        list = list.row(SummaryRow::new("Signed by", format!("{name}\n{job_title}")));
    }
    if let Some(message) = &request.message {
        list = list.row(SummaryRow::new("Message to them", message));
    }
    list.row(SummaryRow::new(
        "Fingerprint of what is signed (SHA-256)",
        &request.snapshot_sha256,
    ))
}
