//! "Confirm it is you": the password again before something that matters, and back to it.
//!
//! Answers with a new token for the session, so that whoever held the old one has nothing.

use super::account::own_layout;
use super::next::local_path;
use super::{home_of, session};
use crate::App;
use crate::caller::too_often;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Query, State};
use govuk::{Button, FormState, HiddenInput, Layout, PasswordInput};
use policy::Actor;
use serde::Deserialize;
use service::confirming::{self, ConfirmError};
use tower_sessions::Session;

const PASSWORD: &str = "password";
const NEXT: &str = "next";
const REFUSED: &str = "Enter the password for your account";

#[derive(Template)]
#[template(path = "accounts/confirm_it_is_you.html")]
struct ConfirmItIsYouPage {
    layout: Layout,
    password: PasswordInput,
    next: Option<HiddenInput>,
    button: Button,
}

impl ConfirmItIsYouPage {
    fn new(furniture: &Furniture, actor: &Actor, form: &FormState) -> Self {
        let next = local_path(form.value(NEXT)).map(|path| HiddenInput::new(NEXT, path));
        Self {
            layout: own_layout(furniture, actor)
                .title("Confirm it is you")
                .errors_of(form),
            password: PasswordInput::current(PASSWORD, "Your password").filled_from(form),
            next,
            button: Button::primary("Continue"),
        }
    }
}

#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    next: String,
}

pub async fn show(
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Query(wanted): Query<Wanted>,
) -> Reply {
    let form = FormState::keeping([(NEXT, wanted.next)]);
    reply::ok(&ConfirmItIsYouPage::new(&furniture, &actor, &form))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    session: Session,
    mut posted: Posted,
) -> Reply {
    let password = posted.take(PASSWORD);
    let next = posted.take(NEXT);
    posted.finish()?;
    let (gate, key) = (&app.gate, &app.session_key);
    match confirming::check(gate, &app.passwords, key, &actor, password).await {
        Ok(()) => {
            session::renew(&app, &session, None).await?;
            reply::see_other(local_path(&next).unwrap_or(home_of(&actor)))
        }
        Err(ConfirmError::Refused) => {
            let mut form = FormState::keeping([(NEXT, next)]);
            form.error(PASSWORD, REFUSED);
            reply::unprocessable(&ConfirmItIsYouPage::new(&furniture, &actor, &form))
        }
        Err(ConfirmError::Limited(refusal)) => Err(too_often(refusal, app.clock.now())),
        Err(ConfirmError::Hashing(error)) => Err(error.into()),
        Err(ConfirmError::Store(error)) => Err(error.into()),
    }
}
