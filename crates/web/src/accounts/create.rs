//! Asking for an account: the address only.

use super::{asked, email_field, home_of};
use crate::App;
use crate::caller::Caller;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::State;
use govuk::{Button, FormState, Label, Layout, TextInput};
use service::accounts;
use service::attempts::Asking;
use tower_cookies::Cookies;

const HEADING: &str = "Create an account";

#[derive(Template)]
#[template(path = "accounts/create.html")]
struct CreatePage {
    layout: Layout,
    email: TextInput,
    button: Button,
}

impl CreatePage {
    fn new(furniture: &Furniture, form: &FormState) -> Self {
        Self {
            layout: furniture.public().title(HEADING).back("/").errors_of(form),
            email: email_field::input(Label::new("Your email address"), form)
                .hint("We will send you a link to confirm it. It is your user name."),
            button: Button::primary("Continue"),
        }
    }
}

pub async fn show(person: Option<SignedIn>, furniture: Furniture) -> Reply {
    if let Some(SignedIn(actor)) = person {
        return reply::see_other(home_of(&actor));
    }
    reply::ok(&CreatePage::new(&furniture, &FormState::new()))
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
        return reply::unprocessable(&CreatePage::new(&furniture, &form));
    };
    caller.take(&app, Asking::Account).await?;
    accounts::ask(&app.gate, &app.public_url, &email).await?;
    asked::remember(&app, &cookies, &email, asked::For::Mail);
    reply::see_other("/create-account/check-email")
}
