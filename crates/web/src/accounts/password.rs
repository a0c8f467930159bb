//! Changing your password.

use super::account::own_layout;
use super::new_password::{ACTION, NewPassword, PASSWORD, SUGGEST, refuse};
use super::session;
use crate::caller::too_often;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::State;
use govuk::{FormState, Layout, PasswordInput};
use policy::Actor;
use service::accounts::{self, ChangePasswordError, PasswordPolicy};
use service::confirming::ConfirmError;
use tower_sessions::Session;

const CURRENT: &str = "current_password";

#[derive(Template)]
#[template(path = "accounts/password.html")]
struct PasswordPage {
    layout: Layout,
    current: PasswordInput,
    new_password: NewPassword,
}

impl PasswordPage {
    fn new(furniture: &Furniture, actor: &Actor, policy: PasswordPolicy, form: &FormState) -> Self {
        let layout = own_layout(furniture, actor).title("Change your password");
        Self {
            layout: layout.back("/account").errors_of(form),
            current: PasswordInput::current(CURRENT, "Current password").filled_from(form),
            new_password: NewPassword::new(
                "Create a new password",
                "Save new password",
                form,
                policy,
            ),
        }
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
) -> Reply {
    let policy = accounts::policy_for(&app.gate, &app.passwords, &actor).await?;
    let form = FormState::new();
    reply::ok(&PasswordPage::new(&furniture, &actor, policy, &form))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    session: Session,
    mut posted: Posted,
) -> Reply {
    let current = posted.take(CURRENT);
    let new = posted.take(PASSWORD);
    let action = posted.take(ACTION);
    posted.finish()?;
    let policy = accounts::policy_for(&app.gate, &app.passwords, &actor).await?;
    let draw = |form: &FormState| PasswordPage::new(&furniture, &actor, policy, form);
    let mut form = FormState::new();
    if action == SUGGEST {
        let mut page = draw(&form);
        page.new_password = page.new_password.suggesting()?;
        return reply::ok(&page);
    }
    let (from, passwords) = (app.checking(), &app.passwords);
    let changed = accounts::change_password(from, passwords, &actor, current, new).await;
    match changed {
        Ok(()) => {
            session::renew(&app, &session, None).await?;
            reply::see_other_saying("/account", "Password changed")
        }
        Err(ChangePasswordError::Current(ConfirmError::Refused)) => {
            form.error(CURRENT, "Enter your current password");
            reply::unprocessable(&draw(&form))
        }
        Err(ChangePasswordError::Password(error)) => refuse(error, form, draw),
        Err(ChangePasswordError::Current(ConfirmError::Limited(refusal))) => {
            Err(too_often(refusal, app.clock.now()))
        }
        Err(ChangePasswordError::Current(ConfirmError::Hashing(error))) => Err(error.into()),
        Err(ChangePasswordError::Current(ConfirmError::Code(error))) => Err(error.into()),
        Err(
            ChangePasswordError::Current(ConfirmError::Store(error))
            | ChangePasswordError::Store(error),
        ) => Err(error.into()),
        Err(ChangePasswordError::Gone) => Err(PageError::SignedOut),
    }
}
