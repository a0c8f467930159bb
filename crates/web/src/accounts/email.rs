//! Changing the address that one signs in with: asking, confirming the new one, undoing it.

use super::account::own_layout;
use super::{asked, email_field, link_gone};
use crate::App;
use crate::caller::Caller;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::credential::Token;
use domain::email::EmailAddress;
use govuk::{Button, FormState, Layout, PostForm, TextInput};
use policy::Actor;
use serde::Deserialize;
use service::attempts::Asking;
use service::email_change::{self, AskError, ChangeError};

const PATH: &str = "/account/email";

#[derive(Template)]
#[template(path = "accounts/email.html")]
struct EmailPage {
    layout: Layout,
    current: String,
    sent_to: Option<EmailAddress>,
    email: TextInput,
    button: Button,
}

impl EmailPage {
    fn new(furniture: &Furniture, actor: &Actor, form: &FormState) -> Self {
        let layout = own_layout(furniture, actor).title("Change your email address");
        Self {
            layout: layout.back("/account").errors_of(form),
            current: actor.email.clone(),
            sent_to: None,
            email: email_field::input("New email address", form)
                .hint("We will send you a link to confirm it"),
            button: Button::primary("Continue"),
        }
    }
}

#[derive(Deserialize)]
pub struct Shown {
    #[serde(default)]
    sent: String,
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    caller: Caller,
    Query(state): Query<Shown>,
) -> Reply {
    let mut page = EmailPage::new(&furniture, &actor, &FormState::new());
    let sent_to = asked::recall(&app, caller.cookies()).filter(|_| state.sent == "yes");
    if sent_to.is_some() {
        page.layout = own_layout(&furniture, &actor)
            .title("Check your email")
            .back(PATH);
        page.sent_to = sent_to;
    } else {
        // Asked before something is typed.
        actor.confirmed()?;
    }
    reply::ok(&page)
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    caller: Caller,
    mut posted: Posted,
) -> Reply {
    let mut form = FormState::keeping([(email_field::EMAIL, posted.take(email_field::EMAIL))]);
    posted.finish()?;
    actor.confirmed()?;
    let Some(email) = email_field::parse(&mut form, "Enter your new email address") else {
        return reply::unprocessable(&EmailPage::new(&furniture, &actor, &form));
    };
    caller.take(&app, Asking::Account).await?;
    match email_change::ask(&app.gate, &app.public_url, &actor, &email).await {
        Ok(()) => {
            asked::remember(&app, caller.cookies(), &email);
            reply::see_other("/account/email?sent=yes")
        }
        Err(AskError::Same) => {
            form.error(
                email_field::EMAIL,
                "Enter an email address that is different from the one you have",
            );
            reply::unprocessable(&EmailPage::new(&furniture, &actor, &form))
        }
        Err(AskError::Denied(denied)) => Err(denied.into()),
        Err(AskError::Store(error)) => Err(error.into()),
    }
}

#[derive(Template)]
#[template(path = "accounts/email_link.html")]
struct LinkPage {
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
    reply::ok(&LinkPage {
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
    reply::ok(&LinkPage {
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
