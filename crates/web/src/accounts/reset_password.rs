//! Choosing a new password with an e-mailed link. Opening the page changes nothing.

use super::link_gone;
use super::new_password::{ACTION, NewPassword, PASSWORD, SUGGEST, refuse};
use crate::App;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use askama::Template;
use axum::extract::{Path, State};
use domain::credential::Token;
use govuk::{FormState, Layout};
use service::accounts::{self, PasswordPolicy, ResetError};

#[derive(Template)]
#[template(path = "accounts/reset_password.html")]
struct ResetPasswordPage {
    layout: Layout,
    action: String,
    email: String,
    new_password: NewPassword,
}

impl ResetPasswordPage {
    fn new(
        furniture: &Furniture,
        token: &Token,
        email: &str,
        policy: PasswordPolicy,
        form: &FormState,
    ) -> Self {
        let layout = furniture.link().title("Choose a new password");
        Self {
            layout: layout.errors_of(form),
            action: format!("/reset-password/{}", token.reveal()),
            email: email.to_owned(),
            new_password: NewPassword::new("Create a password", "Save new password", form, policy),
        }
    }
}

pub async fn show(
    State(app): State<App>,
    Path(token): Path<String>,
    furniture: Furniture,
) -> Reply {
    let Some(token) = Token::parse(&token) else {
        return link_gone::for_reset(&furniture);
    };
    let Some(person) = accounts::find_reset(&app.gate, &token).await? else {
        return link_gone::for_reset(&furniture);
    };
    let form = FormState::new();
    let email = person.email.as_str();
    let policy = accounts::policy_for_link(&app.passwords);
    reply::ok(&ResetPasswordPage::new(
        &furniture, &token, email, policy, &form,
    ))
}

pub async fn submit(
    State(app): State<App>,
    Path(token): Path<String>,
    furniture: Furniture,
    mut posted: Posted,
) -> Reply {
    let Some(token) = Token::parse(&token) else {
        return link_gone::for_reset(&furniture);
    };
    let Some(person) = accounts::find_reset(&app.gate, &token).await? else {
        return link_gone::for_reset(&furniture);
    };
    let email = person.email.as_str();
    let password = posted.take(PASSWORD);
    let action = posted.take(ACTION);
    posted.finish()?;
    let policy = accounts::policy_for_link(&app.passwords);
    let draw = |form: &FormState| ResetPasswordPage::new(&furniture, &token, email, policy, form);
    let form = FormState::new();
    if action == SUGGEST {
        let mut page = draw(&form);
        page.new_password = page.new_password.suggesting()?;
        return reply::ok(&page);
    }
    let url = &app.public_url;
    match accounts::reset_password(&app.gate, &app.passwords, url, &token, password).await {
        Ok(()) => reply::see_other_saying(
            "/sign-in",
            "Your password was changed. Sign in with your new password",
        ),
        Err(ResetError::Gone) => link_gone::for_reset(&furniture),
        Err(ResetError::Password(error)) => refuse(error, form, draw),
        Err(ResetError::Store(error)) => Err(error.into()),
    }
}
