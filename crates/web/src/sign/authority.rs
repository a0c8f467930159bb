//! The signatory says whether they have authority.

use super::desk::Desk;
use crate::forms::Posted;
use crate::reply::{self, Reply, see_other};
use askama::Template;
use axum::http::StatusCode;
use domain::signature_request::SignatureRequest;
use govuk::{Button, FormState, InsetText, Layout, Legend, Radios};
use service::signature_requests::{Authority, confirm_authority};

const FIELD: &str = "authority";

#[derive(Template)]
#[template(path = "sign/authority.html")]
struct AuthorityPage {
    layout: Layout,
    action: String,
    /// What the supplier wrote, and that it did.
    message: Option<InsetText>,
    authority: Radios,
    button: Button,
}

/// Asks.
pub async fn show(desk: Desk) -> Reply {
    let mut form = FormState::new();
    if desk.request.authority_confirmed_at.is_some() {
        form.set(FIELD, "yes");
    }
    draw(&desk, StatusCode::OK, &form)
}

/// Keeps the answer; without authority nobody signs.
pub async fn submit(desk: Desk, mut posted: Posted) -> Reply {
    let typed = posted.take(FIELD);
    posted.finish()?;
    let (authority, next) = match typed.as_str() {
        "yes" => (Authority::Has, "summary"),
        "no" => (Authority::HasNot, "cannot-sign"),
        _ => {
            let mut form = FormState::new();
            form.error(
                FIELD,
                format!(
                    "Select yes if you have authority to make commitments for {}",
                    desk.request.supplier_name
                ),
            );
            return draw(&desk, StatusCode::UNPROCESSABLE_ENTITY, &form);
        }
    };
    let (store, token) = (&desk.app.store, &desk.path.token);
    match confirm_authority(store, token, desk.browser, authority).await {
        Ok(()) => see_other(&desk.path.at(next)),
        Err(error) => desk.after(error),
    }
}

fn draw(desk: &Desk, status: StatusCode, form: &FormState) -> Reply {
    let question = format!(
        "Do you have authority to make commitments for {}?",
        desk.request.supplier_name
    );
    let page = AuthorityPage {
        layout: desk.layout(&question).errors_of(form),
        action: desk.path.at("authority"),
        message: message(&desk.request),
        authority: Radios::yes_no(FIELD, Legend::page_heading(&question))
            .hint("This is usually somebody on the board.")
            .filled_from(form),
        button: Button::primary("Continue"),
    };
    reply::page(status, &page)
}

/// What the supplier wrote to the signatory. It is text alone, and says from whom it is.
fn message(request: &SignatureRequest) -> Option<InsetText> {
    let words = request.message.as_ref()?;
    let (asker, supplier) = (&request.asker.name, &request.supplier_name);
    Some(InsetText::new(format!(
        "Message from {asker} at {supplier}, who asks you to sign:\n\n{words}"
    )))
}
