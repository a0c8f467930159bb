//! The link of the email: a button that confirms the address. Opening the page changes nothing.

use super::link_gone;
use crate::App;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use askama::Template;
use axum::extract::{Path, State};
use domain::credential::Token;
use domain::email::EmailAddress;
use govuk::{Button, Layout, PostForm};
use service::accounts;

const HEADING: &str = "Confirm your email address";

#[derive(Template)]
#[template(path = "accounts/confirm.html")]
struct ConfirmPage {
    layout: Layout,
    email: EmailAddress,
    form: PostForm,
}

pub async fn show(
    State(app): State<App>,
    Path(token): Path<String>,
    furniture: Furniture,
) -> Reply {
    let Some(token) = Token::parse(&token) else {
        return link_gone::for_account(&furniture);
    };
    let Some(link) = accounts::find_link(&app.gate, &token).await? else {
        return link_gone::for_account(&furniture);
    };
    let layout = furniture.link().title(HEADING);
    let form = PostForm::new(
        format!("/confirm-email/{}", token.reveal()),
        layout.csrf(),
        Button::primary("Confirm my email address"),
    );
    reply::ok(&ConfirmPage {
        layout,
        email: link.email,
        form,
    })
}

pub async fn submit(
    State(app): State<App>,
    Path(token): Path<String>,
    furniture: Furniture,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    let Some(token) = Token::parse(&token) else {
        return link_gone::for_account(&furniture);
    };
    match accounts::confirm_email(&app.gate, &token).await? {
        Some(()) => reply::see_other(&format!("/create-account/details/{}", token.reveal())),
        None => link_gone::for_account(&furniture),
    }
}
