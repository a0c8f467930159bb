//! Changing the address that one signs in with: asking for the link that confirms it.

use super::account::own_layout;
use super::{asked, email_field};
use crate::App;
use crate::caller::Caller;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Query, State};
use domain::email::EmailAddress;
use govuk::{Button, FormState, Layout, TextInput};
use policy::Actor;
use serde::Deserialize;
use service::attempts::Asking;
use service::email_change::{self, AskError};

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
    let mut page = EmailPage::new(&furniture, &actor, &furniture.form(FormState::new()));
    let sent_to =
        asked::recall(&app, caller.cookies(), asked::For::Mail).filter(|_| state.sent == "yes");
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
            asked::remember(&app, caller.cookies(), &email, asked::For::Mail);
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
