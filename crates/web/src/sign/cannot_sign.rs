//! Why somebody can't sign.

use super::desk::Desk;
use crate::forms::Posted;
use crate::reply::{self, Reply, see_other};
use askama::Template;
use axum::http::StatusCode;
use domain::signature_request::{CannotSign, SignatureKind};
use domain::text::{Lines, TextError};
use govuk::number::with_commas;
use govuk::{Button, Choice, FormState, Layout, Radios, Textarea};
use service::signature_requests::decline;

const REASON: &str = "reason";
const NOTE: &str = "note";
/// The longest note, in characters.
const NOTE_MAX: usize = 2000;

#[derive(Template)]
#[template(path = "sign/cannot_sign.html")]
struct CannotSignPage {
    layout: Layout,
    action: String,
    reason: Radios,
    note: Textarea,
    button: Button,
}

/// Asks why.
pub async fn show(desk: Desk) -> Reply {
    draw(&desk, StatusCode::OK, &FormState::new())
}

/// Keeps why, and tells the supplier.
pub async fn submit(desk: Desk, mut posted: Posted) -> Reply {
    let mut form = FormState::keeping([REASON, NOTE].map(|field| (field, posted.take(field))));
    posted.finish()?;
    let reason = CannotSign::parse(form.value(REASON));
    if reason.is_none() {
        form.error(REASON, "Select why you cannot sign");
    }
    let needs_note = reason == Some(CannotSign::SomethingIsWrong);
    let note = match Lines::<NOTE_MAX>::parse(form.value(NOTE)) {
        Ok(note) => Some(note.as_str().to_owned()),
        Err(TextError::Empty) if needs_note => {
            form.error(NOTE, "Enter what is wrong");
            None
        }
        Err(TextError::Empty) => None,
        Err(TextError::TooLong { max }) => {
            form.error(
                NOTE,
                format!(
                    "What you write must be {} characters or less",
                    with_commas(max)
                ),
            );
            None
        }
        Err(TextError::ControlCharacter) => {
            form.error(NOTE, "What you write must not include control characters");
            None
        }
    };
    let (Some(reason), false) = (reason, form.has_errors()) else {
        return draw(&desk, StatusCode::UNPROCESSABLE_ENTITY, &form);
    };
    let (store, token, office) = (&desk.app.store, &desk.path.token, desk.app.office());
    match decline(store, token, desk.browser, reason, note, office).await {
        Ok(()) => see_other(&desk.path.at("told")),
        Err(error) => desk.after(error),
    }
}

fn draw(desk: &Desk, status: StatusCode, form: &FormState) -> Reply {
    let (asker, supplier) = (&desk.request.asker.name, &desk.request.supplier_name);
    let choice = |reason: CannotSign| {
        let choice = Choice::new(reason.as_str(), reason.title());
        match reason {
            CannotSign::NotTheRightPerson => choice.hint("You can say below who is"),
            CannotSign::SomethingIsWrong => choice.hint("Say below what is wrong"),
            CannotSign::PrefersInk => choice.hint(format!(
                "{asker} at {supplier} can print the statement for you to sign"
            )),
            CannotSign::WillNotSign => choice,
        }
    };
    let readers = match desk.request.kind {
        SignatureKind::Initial => format!("{asker} at {supplier} reads this"),
        SignatureKind::Reconfirmation | SignatureKind::Anew => {
            format!("{asker} at {supplier} reads this, and so does the PSN team")
        }
    };
    let page = CannotSignPage {
        layout: desk
            .layout("Why can you not sign?")
            .back(desk.path.at("summary"))
            .errors_of(form),
        action: desk.path.at("cannot-sign"),
        reason: CannotSign::ALL
            .iter()
            .fold(Radios::new(REASON, "Reason"), |radios, reason| {
                radios.item(choice(*reason))
            })
            .filled_from(form),
        note: Textarea::new(
            NOTE,
            "What should they know? (optional, unless something is wrong)",
        )
        .hint(readers)
        .limit(NOTE_MAX)
        .filled_from(form),
        button: Button::primary(format!("Tell {asker}")),
    };
    reply::page(status, &page)
}
