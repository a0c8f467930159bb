//! Asking the PSN team about one question: the thread, and the next message.

use super::ask::can_ask;
use super::opened::Opened;
use crate::PageError;
use crate::enquiry_parts::{self, Before, Ways, Written};
use crate::forms::Posted;
use crate::reply::{self, Reply};
use askama::Template;
use axum::extract::{Path, Query};
use domain::enquiry::EnquiryState;
use domain::when;
use govuk::{Button, FormState, HiddenInput, Layout, Textarea};
use serde::Deserialize;
use service::enquiries::{self, EnquiryError, Thread};
use service::subjects::{self, Subject};

#[derive(Template)]
#[template(path = "applications/ask_about.html")]
struct AskAboutPage {
    layout: Layout,
    caption: String,
    ways: Ways,
    messages: Vec<Written>,
    waits: Option<String>,
    days: u16,
    action: String,
    key: HiddenInput,
    text: Option<Textarea>,
    why_not: &'static str,
    send: Button,
}

#[derive(Deserialize)]
pub struct About {
    subject: String,
}

/// What is said when no more messages are taken.
const SENT_TOO_MUCH: &str = "Your organisation has sent as many messages as it can in a day. What you typed is still here – send it tomorrow";

fn find(opened: &Opened, about: &About) -> Result<Subject, PageError> {
    subjects::find(opened.set(), &about.subject).ok_or(PageError::NotFound)
}

pub async fn show(Path(about): Path<About>, Query(before): Query<Before>, opened: Opened) -> Reply {
    let subject = find(&opened, &about)?;
    let form = enquiry_parts::beginning(&opened.furniture);
    let before = before.message();
    let store = &opened.app.store;
    let (thread, days) = enquiries::about(store, &opened.form, &subject, before).await?;
    // The reply is the latest message.
    if let Some(thread) = thread.as_ref().filter(|_| before.is_none()) {
        enquiries::note_read(store, &opened.form, thread).await?;
    }
    let mut page = draw(&opened, &subject, &form, thread.as_ref(), days);
    page.ways = Ways::from(&page.action, thread.as_ref(), before);
    reply::ok(&page)
}

pub async fn submit(Path(about): Path<About>, opened: Opened, mut posted: Posted) -> Reply {
    opened.form.permit()?;
    let subject = find(&opened, &about)?;
    let sent = enquiry_parts::Sent::take(&mut posted)?;
    posted.finish()?;
    let text = match sent.parse() {
        Ok(text) => text,
        Err(form) => {
            let store = &opened.app.store;
            let (thread, days) = enquiries::about(store, &opened.form, &subject, None).await?;
            let page = draw(&opened, &subject, &form, thread.as_ref(), days);
            return reply::unprocessable(&page);
        }
    };
    let app = &opened.app;
    let told = (app.public_url.as_ref(), app.team_email.as_ref());
    let asked = enquiries::ask(&app.store, &opened.form, &subject, (sent.id, &text), told).await;
    if let Err(EnquiryError::SentTooMuch) = asked {
        let (thread, days) = enquiries::about(&app.store, &opened.form, &subject, None).await?;
        let form = sent.refused(SENT_TOO_MUCH);
        return reply::unprocessable(&draw(&opened, &subject, &form, thread.as_ref(), days));
    }
    asked?;
    let path = opened.path(&format!("ask/{}", subject.id));
    reply::see_other_saying(&path, "Your message was sent to the PSN team")
}

fn draw(
    opened: &Opened,
    subject: &Subject,
    form: &FormState,
    thread: Option<&Thread>,
    days: u16,
) -> AskAboutPage {
    let action = opened.path(&format!("ask/{}", subject.id));
    let waits = thread.filter(|thread| thread.enquiry.state == EnquiryState::Asked);
    let waits = waits.map(|thread| {
        format!(
            "We aim to reply by {}.",
            when::date_with_weekday(thread.enquiry.reply_by)
        )
    });
    let label = if thread.is_some() {
        "Write another message"
    } else {
        "What do you want to ask?"
    };
    let text = enquiry_parts::textarea(label, form)
        .hint("Do not include answers that are more sensitive than OFFICIAL.");
    AskAboutPage {
        layout: opened
            .layout(format!("Ask about: {}", subject.title))
            .back(opened.path("ask"))
            .errors_of(form),
        caption: opened.form.case.application.service_title().to_owned(),
        ways: Ways::from(&action, thread, None),
        messages: thread
            .map(|thread| written(opened, thread))
            .unwrap_or_default(),
        waits,
        days,
        action,
        key: enquiry_parts::key(form),
        text: can_ask(opened).then_some(text),
        why_not: if enquiries::can_ask(&opened.form) {
            "An editor or administrator of your organisation can ask."
        } else {
            "Nothing can be asked here now."
        },
        send: Button::primary("Send to the PSN team"),
    }
}

fn written(opened: &Opened, thread: &Thread) -> Vec<Written> {
    Written::all(thread, opened.form.now, "The PSN team")
}

impl From<EnquiryError> for PageError {
    fn from(error: EnquiryError) -> Self {
        match error {
            EnquiryError::NotFound => Self::NotFound,
            EnquiryError::Denied(denied) => denied.into(),
            EnquiryError::Closed | EnquiryError::SentTooMuch | EnquiryError::Moved => {
                Self::Conflict
            }
            EnquiryError::Store(error) => error.into(),
        }
    }
}
