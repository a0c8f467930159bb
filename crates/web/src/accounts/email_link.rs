//! The links of a change of address: one to the new address confirms it, one to the old undoes it.

use super::account::own_layout;
use super::link_gone;
use crate::App;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Path, State};
use domain::credential::Token;
use govuk::{Button, Layout, PostForm};
use service::email_change::{self, ChangeError};

#[derive(Template)]
#[template(path = "accounts/email_link.html")]
struct EmailLinkPage {
    layout: Layout,
    explanation: &'static str,
    form: PostForm,
}

/// The link that was sent to the new address. Opening it changes nothing.
pub async fn show_confirm(
    SignedIn(actor): SignedIn,
    Path(token): Path<String>,
    furniture: Furniture,
) -> Reply {
    let Some(token) = Token::parse(&token) else {
        return link_gone::for_address(&furniture);
    };
    let layout = own_layout(&furniture, &actor).title("Confirm your new email address");
    let action = format!("/account/email/confirm/{}", token.reveal());
    let button = Button::primary("Confirm my new email address");
    reply::ok(&EmailLinkPage {
        explanation: "From then on you sign in with it, and we send emails to it.",
        form: PostForm::new(action, layout.csrf(), button),
        layout,
    })
}

pub async fn confirm(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(token): Path<String>,
    furniture: Furniture,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    let Some(token) = Token::parse(&token) else {
        return link_gone::for_address(&furniture);
    };
    match email_change::confirm(&app.gate, &app.public_url, &actor, &token).await {
        Ok(()) => reply::see_other_saying("/account", "Email address changed"),
        Err(ChangeError::Gone | ChangeError::Taken) => link_gone::for_address(&furniture),
        Err(ChangeError::Store(error)) => Err(error.into()),
    }
}

/// The link that was sent to the old address. Opening it changes nothing.
pub async fn show_undo(
    State(app): State<App>,
    Path(token): Path<String>,
    furniture: Furniture,
) -> Reply {
    let Some(token) = Token::parse(&token) else {
        return link_gone::for_address(&furniture);
    };
    if !email_change::can_undo(&app.gate, &token).await? {
        return link_gone::for_address(&furniture);
    }
    let layout = furniture.link().title("Keep your old email address");
    let action = format!("/undo-email-change/{}", token.reveal());
    let button = Button::primary("Change my email address back");
    reply::ok(&EmailLinkPage {
        explanation: "We change it back and sign you out everywhere. Then choose a new password, because somebody else may know yours.",
        form: PostForm::new(action, layout.csrf(), button),
        layout,
    })
}

pub async fn undo(
    State(app): State<App>,
    Path(token): Path<String>,
    furniture: Furniture,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    let Some(token) = Token::parse(&token) else {
        return link_gone::for_address(&furniture);
    };
    match email_change::undo(&app.gate, &token).await {
        Ok(()) => reply::see_other_saying(
            "/forgot-password",
            "Your email address is the old one again. Choose a new password now",
        ),
        Err(ChangeError::Gone | ChangeError::Taken) => link_gone::for_address(&furniture),
        Err(ChangeError::Store(error)) => Err(error.into()),
    }
}
