//! What the signatory will see, before the request is sent.

use super::desk::Desk;
use super::unsent::{self, chosen_mark, sent_by};
use crate::forms::Posted;
use crate::reply::{self, Reply, see_other, see_other_noting};
use askama::Template;
use axum::http::StatusCode;
use domain::owner_request::{Contact, LINK_LIFETIME};
use domain::signature_request::{SIGNATORY_MESSAGE_MAX, SignatoryMessage, SignatureMethod};
use domain::text::{TextError, visible};
use domain::when;
use govuk::number::with_commas;
use govuk::{
    Button, FormState, HiddenInput, Layout, SummaryList, SummaryRow, Textarea, WarningText,
};
use service::infrastructures::has_open_terms;
use service::signature_requests::{AskError, SeenRequest, Signer, ask, seen_request};
use service::submission::Blocker;

const MESSAGE: &str = "message";
/// Which request the person saw that this one takes the place of.
const SEEN: &str = "seen";
/// Whom the page named.
const CHOSEN: &str = "chosen";

#[derive(Template)]
#[template(path = "signature/check.html")]
struct CheckPage {
    layout: Layout,
    heading: String,
    /// Why the request was not sent that was just to be.
    not_sent: Option<String>,
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
    /// Whether a signature stands, and only what changed since is confirmed.
    confirms_changes: bool,
    action: String,
    seen: HiddenInput,
    chosen: HiddenInput,
    message: Option<Textarea>,
    send: Button,
}

/// Shows it.
pub async fn show(desk: Desk) -> Reply {
    desk.refuse_readers()?;
    if let Some(elsewhere) = desk.elsewhere() {
        return elsewhere;
    }
    let Some(signer) = desk.chosen().await? else {
        return see_other(&desk.path.at("signatory"));
    };
    // What was written to the same person before.
    let before = desk.status.latest();
    let before = before.filter(|request| request.signatory == signer.0);
    let before = before.and_then(|request| request.message.clone());
    let form = FormState::keeping([(MESSAGE, before.unwrap_or_default())]);
    let form = desk.furniture.form(form);
    draw(&desk, StatusCode::OK, signer, &form, None)
}

fn draw(
    desk: &Desk,
    status: StatusCode,
    (contact, method): (Contact, SignatureMethod),
    form: &FormState,
    not_sent: Option<String>,
) -> Reply {
    let signatory_path = desk.path.at("signatory");
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
    let replaces = desk
        .status
        .latest()
        .filter(|request| request.state.is_open());
    let is_draft = desk.status.case.application.state.is_draft();
    let page = CheckPage {
        layout: desk.layout(&heading).back(&signatory_path).errors_of(form),
        unfinished: desk.status.unfinished.clone(),
        signatory: signer_list(&contact, method, &signatory_path),
        replaces: replaces.map(|request| {
            WarningText::new(format!("{}. Sending yours cancels it.", sent_by(request)))
        }),
        is_draft,
        has_open_terms: has_open_terms(&desk.status.case),
        is_in_ink: method == SignatureMethod::Ink,
        confirms_changes: !is_draft && desk.status.stands_signed(),
        works_until: when::date_with_weekday(when::uk_date(desk.status.now + LINK_LIFETIME)),
        action: desk.path.at("signatory/check"),
        seen: HiddenInput::new(SEEN, seen_request(&desk.status.requests).0),
        chosen: HiddenInput::new(CHOSEN, chosen_mark(&contact, method)),
        not_sent,
        message: (method == SignatureMethod::Online).then(|| message(&contact.name, form)),
        send: Button::primary(button),
        name: contact.name,
        heading,
    };
    reply::page(status, &page)
}

/// What the supplier can write to them.
fn message(name: &str, form: &FormState) -> Textarea {
    Textarea::new(MESSAGE, format!("Message to {name} (optional)"))
        .hint("They read it on our pages, after they enter their code. We do not put it into the email.")
        .rows(4)
        .limit(SIGNATORY_MESSAGE_MAX)
        .filled_from(form)
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

/// Freezes the application and sends the request; in ink, it leads on to what is printed. Nothing is
/// sent to somebody whom the page did not name, or in the place of a request that it did not show.
pub async fn submit(mut desk: Desk, mut posted: Posted) -> Reply {
    let form = FormState::keeping([(MESSAGE, posted.take(MESSAGE))]);
    let seen = SeenRequest(posted.take(SEEN));
    let named = posted.take(CHOSEN);
    posted.finish()?;
    desk.refuse_readers()?;
    let Some((contact, method)) = desk.chosen().await? else {
        return see_other(&desk.path.at("signatory"));
    };
    if !desk.status.unfinished.is_empty() {
        // The page lists what is left.
        return see_other(&desk.path.at("signatory/check"));
    }
    if named != chosen_mark(&contact, method) {
        let why = unsent::chosen_anew(&contact, method);
        let status = StatusCode::CONFLICT;
        return draw(&desk, status, (contact, method), &form, Some(why));
    }
    let message = match parse(&form) {
        Ok(message) => message,
        Err(form) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return draw(&desk, status, (contact, method), &form, None);
        }
    };
    let (page, said) = match method {
        SignatureMethod::Online => ("signature", format!("Sent to {}", contact.name)),
        SignatureMethod::Ink => (
            "signature/ink",
            "The statement is ready to print".to_owned(),
        ),
    };
    let signer = Signer {
        contact,
        method,
        message,
    };
    let (store, url) = (&desk.app.store, &desk.app.public_url);
    let sent = ask(store, &desk.actor, &desk.path.0, (&signer, &seen), url).await;
    if let Err(AskError::Unseen) = sent {
        desk.look_again().await?;
        let why = unsent::why(&desk.status);
        if !desk.status.is_sendable {
            return see_other_noting(&desk.path.at("signature"), &why);
        }
        let chosen = (signer.contact, method);
        return draw(&desk, StatusCode::CONFLICT, chosen, &form, Some(why));
    }
    desk.done_at(page, sent, &said)
}

/// What was written, or the form with what is wrong.
fn parse(form: &FormState) -> Result<Option<SignatoryMessage>, FormState> {
    let words = match SignatoryMessage::parse(&visible(form.value(MESSAGE))) {
        Ok(message) => return Ok(Some(message)),
        Err(TextError::Empty) => return Ok(None),
        Err(TextError::TooLong { max }) => {
            format!("Message must be {} characters or less", with_commas(max))
        }
        Err(TextError::ControlCharacter) => {
            "Message must not include characters that nobody can see. Type it again".to_owned()
        }
    };
    let mut form = form.clone();
    form.error(MESSAGE, words);
    Err(form)
}
