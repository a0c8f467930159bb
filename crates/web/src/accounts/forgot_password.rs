//! Asking for a new password; the answer is the same for every address.

use super::{asked, email_field};
use crate::App;
use crate::caller::Caller;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use askama::Template;
use axum::extract::{Query, State};
use domain::email::EmailAddress;
use govuk::{Button, FormState, Layout, TextInput};
use serde::Deserialize;
use service::accounts;
use service::attempts::Asking;
use tower_cookies::Cookies;

const PATH: &str = "/forgot-password";

#[derive(Template)]
#[template(path = "accounts/forgot_password.html")]
struct ForgotPasswordPage {
    layout: Layout,
    sent_to: Option<EmailAddress>,
    email: TextInput,
    button: Button,
}

impl ForgotPasswordPage {
    fn asking(furniture: &Furniture, form: &FormState) -> Self {
        let layout = furniture.public().title("Reset your password");
        Self {
            layout: layout.back("/sign-in").errors_of(form),
            sent_to: None,
            email: email_field::input("Your email address", form)
                .hint("We will send you a link to choose a new password"),
            button: Button::primary("Continue"),
        }
    }

    fn sent(furniture: &Furniture, email: EmailAddress) -> Self {
        let form = FormState::new();
        let mut page = Self::asking(furniture, &form);
        page.layout = furniture.public().title("Check your email").back(PATH);
        page.sent_to = Some(email);
        page
    }
}

#[derive(Deserialize)]
pub struct Shown {
    #[serde(default)]
    sent: String,
}

pub async fn show(
    State(app): State<App>,
    furniture: Furniture,
    cookies: Cookies,
    Query(state): Query<Shown>,
) -> Reply {
    let sent_to = asked::recall(&app, &cookies, asked::For::Mail).filter(|_| state.sent == "yes");
    reply::ok(&match sent_to {
        Some(email) => ForgotPasswordPage::sent(&furniture, email),
        None => ForgotPasswordPage::asking(&furniture, &FormState::new()),
    })
}

pub async fn submit(
    State(app): State<App>,
    furniture: Furniture,
    cookies: Cookies,
    caller: Caller,
    mut posted: Posted,
) -> Reply {
    let mut form = FormState::keeping([(email_field::EMAIL, posted.take(email_field::EMAIL))]);
    posted.finish()?;
    let Some(email) = email_field::parse(&mut form, "Enter your email address") else {
        return reply::unprocessable(&ForgotPasswordPage::asking(&furniture, &form));
    };
    caller.take(&app, Asking::Reset).await?;
    accounts::ask_reset(&app.gate, &app.public_url, &email).await?;
    asked::remember(&app, &cookies, &email, asked::For::Mail);
    reply::see_other("/forgot-password?sent=yes")
}
