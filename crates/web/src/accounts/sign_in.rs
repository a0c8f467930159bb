//! Signing in: one message for every failure.

use super::session::{self, Beginning};
use super::{asked, email_field, home_of, next::local_path};
use crate::App;
use crate::caller::{Caller, too_often};
use crate::factors::pending;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Query, State};
use domain::assurance::Assurance;
use domain::email::EmailAddress;
use govuk::{Button, FormState, HiddenInput, Layout, PasswordInput, TextInput};
use serde::Deserialize;
use service::attempts::Refusal;
use service::factors;
use service::sign_in::{self, SignInError};
use tower_sessions::Session;

const PASSWORD: &str = "password";
const NEXT: &str = "next";
const REFUSED: &str = "Enter the email address and password for your account";

#[derive(Template)]
#[template(path = "accounts/sign_in.html")]
struct SignInPage {
    layout: Layout,
    email: TextInput,
    password: PasswordInput,
    next: Option<HiddenInput>,
    /// Whether the person was sent back here after too many wrong codes.
    is_after_codes: bool,
    button: Button,
    /// Where people sign in with a passkey; none where browsers have none for our address.
    passkey_href: Option<String>,
}

impl SignInPage {
    fn new(app: &App, furniture: &Furniture, form: &FormState) -> Self {
        let next = local_path(form.value(NEXT)).map(|path| HiddenInput::new(NEXT, path));
        let passkeys = app.passkeys.as_ref();
        Self {
            passkey_href: passkeys.map(|_| crate::passkeys::sign_in_href(form.value(NEXT))),
            layout: furniture.public().title("Sign in").errors_of(form),
            email: email_field::input("Email address", form).autocomplete("username"),
            password: PasswordInput::current(PASSWORD, "Password"),
            next,
            is_after_codes: false,
            button: Button::primary("Sign in"),
        }
    }
}

#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    next: String,
    /// What sent the person here: `codes` after too many wrong ones.
    #[serde(default)]
    after: String,
}

pub async fn show(
    State(app): State<App>,
    person: Option<SignedIn>,
    furniture: Furniture,
    Query(wanted): Query<Wanted>,
) -> Reply {
    if let Some(SignedIn(actor)) = person {
        return reply::see_other(local_path(&wanted.next).unwrap_or(home_of(&actor)));
    }
    let form = FormState::keeping([(NEXT, wanted.next)]);
    let mut page = SignInPage::new(&app, &furniture, &form);
    page.is_after_codes = wanted.after == "codes";
    reply::ok(&page)
}

pub async fn submit(
    State(app): State<App>,
    furniture: Furniture,
    session: Session,
    caller: Caller,
    mut posted: Posted,
) -> Reply {
    let email = posted.take(email_field::EMAIL);
    let password = posted.take(PASSWORD);
    let next = posted.take(NEXT);
    posted.finish()?;
    let (gate, url, from) = (&app.gate, &app.public_url, caller.attempting(&app));
    match sign_in::check(gate, &app.passwords, url, from, &email, password).await {
        Ok(known) => {
            if factors::find(&app.gate, known.user).await?.are_any() {
                return pending::begin(&app, &session, known, &next).await;
            }
            let beginning = Beginning {
                user: known.user,
                assurance: Assurance::Password,
                known: Some(known),
            };
            let actor = session::begin(&app, &session, &caller, beginning).await?;
            reply::see_other(local_path(&next).unwrap_or(home_of(&actor)))
        }
        Err(SignInError::Refused) => {
            let mut form = FormState::keeping([(email_field::EMAIL, email), (NEXT, next)]);
            form.error(email_field::EMAIL, REFUSED);
            reply::unprocessable(&SignInPage::new(&app, &furniture, &form))
        }
        Err(SignInError::Limited(refusal @ Refusal::TooOften(_))) => {
            Err(too_often(refusal, app.clock.now()))
        }
        Err(SignInError::Limited(Refusal::Locked(_) | Refusal::Capped)) => {
            if let Ok(email) = EmailAddress::parse(&email) {
                asked::remember(&app, caller.cookies(), &email, asked::For::Locked);
            }
            reply::see_other("/sign-in/locked")
        }
        Err(SignInError::Hashing(error)) => Err(error.into()),
        Err(SignInError::Store(error)) => Err(error.into()),
    }
}
