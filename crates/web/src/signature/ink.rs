//! What to do for a signature in ink.

use super::desk::Desk;
use crate::PageError;
use crate::reply::{self, Reply, see_other};
use askama::Template;
use govuk::{Button, Layout};
use service::signature_requests::AskError;
use service::signature_requests::ink::{Statement, statement};

#[derive(Template)]
#[template(path = "signature/ink.html")]
struct InkPage {
    layout: Layout,
    signatory: String,
    code: String,
    print: String,
    pdf: String,
    upload: Button,
    is_draft: bool,
}

/// The statement, or where to go when none waits to be signed in ink.
pub(super) async fn of(desk: &Desk) -> Result<Result<Statement, Reply>, PageError> {
    desk.refuse_readers()?;
    match statement(&desk.app.store, &desk.actor, &desk.path.0).await {
        Ok(statement) => Ok(Ok(statement)),
        Err(AskError::NotFound) => Err(PageError::NotFound),
        Err(AskError::Denied(denied)) => Err(denied.into()),
        Err(AskError::Store(error)) => Err(error.into()),
        Err(
            AskError::NotNow
            | AskError::Unseen
            | AskError::Unfinished(_)
            | AskError::RemindedToday
            | AskError::SentTooMuch,
        ) => Ok(Err(see_other(&desk.path.at("signature")))),
    }
}

/// Says what to do.
pub async fn show(desk: Desk) -> Reply {
    let statement = match of(&desk).await? {
        Ok(statement) => statement,
        Err(elsewhere) => return elsewhere,
    };
    reply::ok(&InkPage {
        layout: desk
            .layout("Sign in ink")
            .back_to(desk.path.at("signature"), "Back to the signature"),
        signatory: statement.request.signatory.name,
        code: statement.code.to_string(),
        print: desk.path.at("signature/ink/statement"),
        pdf: desk.path.at("signature/ink/statement.pdf"),
        upload: Button::primary("Upload the signed page")
            .href(desk.path.at("signature/ink/upload")),
        is_draft: desk.status.case.application.state.is_draft(),
    })
}
