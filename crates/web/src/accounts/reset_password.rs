//! Choosing a new password with an e-mailed link. Opening the page changes nothing. Somebody with a
//! second factor shows it here too: who reads their mail has only one of the two.

use super::link_gone;
use super::new_password::{ACTION, NewPassword, PASSWORD, SUGGEST, add_errors, refuse};
use crate::App;
use crate::caller::Caller;
use crate::factors::one_time::{self, OneTime};
use crate::factors::recovery_code;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use askama::Template;
use axum::extract::{Path, State};
use domain::credential::Token;
use govuk::{FormState, Layout};
use service::accounts::{self, PasswordPolicy, ResetError};
use service::factors::{self, Used};

#[derive(Template)]
#[template(path = "accounts/reset_password.html")]
struct ResetPasswordPage {
    layout: Layout,
    action: String,
    email: String,
    new_password: NewPassword,
    is_code_asked: bool,
    /// Whether the person can sign in with a passkey instead.
    has_passkeys: bool,
}

/// Whose password it is, and what is asked of them.
struct Person {
    token: Token,
    email: domain::email::EmailAddress,
    name: String,
    policy: PasswordPolicy,
    asked: OneTime,
    has_passkeys: bool,
}

impl Person {
    /// Whose password the link resets; nobody's when it can't be used any more.
    async fn find(app: &App, token: &str) -> Result<Option<Self>, store::StoreError> {
        let Some(token) = Token::parse(token) else {
            return Ok(None);
        };
        let Some(found) = accounts::find_reset(&app.gate, &token).await? else {
            return Ok(None);
        };
        let factors = factors::find(&app.gate, found.user).await?;
        Ok(Some(Self {
            token,
            email: found.email,
            name: found.name,
            policy: accounts::policy_for_link(&app.passwords),
            asked: OneTime::of(&factors),
            has_passkeys: app.passkeys.is_some() && factors.passkeys > 0,
        }))
    }

    fn page(&self, furniture: &Furniture, form: &FormState) -> ResetPasswordPage {
        let (submit, policy) = ("Save new password", self.policy);
        let new_password = NewPassword::new("Create a password", submit, form, policy);
        ResetPasswordPage {
            layout: furniture
                .link()
                .title("Choose a new password")
                .errors_of(form),
            action: format!("/reset-password/{}", self.token.reveal()),
            email: self.email.to_string(),
            new_password: new_password.followed_by(self.asked.input(form)),
            is_code_asked: self.asked != OneTime::Nothing,
            has_passkeys: self.has_passkeys,
        }
    }
}

pub async fn show(
    State(app): State<App>,
    Path(token): Path<String>,
    furniture: Furniture,
) -> Reply {
    match Person::find(&app, &token).await? {
        Some(person) => reply::ok(&person.page(&furniture, &FormState::new())),
        None => link_gone::for_reset(&furniture),
    }
}

pub async fn submit(
    State(app): State<App>,
    Path(token): Path<String>,
    furniture: Furniture,
    caller: Caller,
    mut posted: Posted,
) -> Reply {
    let Some(person) = Person::find(&app, &token).await? else {
        return link_gone::for_reset(&furniture);
    };
    let password = posted.take(PASSWORD);
    let action = posted.take(ACTION);
    let code = match person.asked {
        OneTime::Nothing => String::new(),
        _ => posted.take(OneTime::FIELD),
    };
    posted.finish()?;
    let draw = |form: &FormState| person.page(&furniture, form);
    let mut form = FormState::keeping([(OneTime::FIELD, code.as_str())]);
    if action == SUGGEST {
        let mut page = draw(&form);
        page.new_password = page.new_password.suggesting()?;
        return reply::ok(&page);
    }
    if let Some(missing) = person.asked.missing(&code) {
        let (policy, email, name) = (&person.policy, &person.email, &person.name);
        add_errors(
            &mut form,
            accounts::broken_rules(policy, &password, email, name),
        );
        form.error(OneTime::FIELD, missing);
        return reply::unprocessable(&draw(&form));
    }
    let (from, token) = (app.checking(), &person.token);
    let browser = caller.attempting(&app).device;
    let (passwords, code) = (&app.passwords, code.as_str());
    match accounts::reset_password(from, passwords, token, browser, password, code).await {
        Ok(used) => {
            caller.keep_device(&app);
            reply::see_other_saying("/sign-in", &changed(used))
        }
        Err(ResetError::Gone) => link_gone::for_reset(&furniture),
        Err(ResetError::WrongCode) => {
            form.error(OneTime::FIELD, person.asked.wrong());
            reply::unprocessable(&draw(&form))
        }
        Err(ResetError::Code(error)) => match one_time::too_often(&app, &error) {
            Some((message, seconds)) => {
                form.error(OneTime::FIELD, message);
                reply::too_many(&draw(&form), seconds)
            }
            None => Err(error.into()),
        },
        Err(ResetError::Password(error)) => refuse(error, form, draw),
        Err(ResetError::Store(error)) => Err(error.into()),
    }
}

/// What the sign-in page says after it.
fn changed(used: Option<Used>) -> String {
    let saying = "Your password was changed. Sign in with your new password";
    match used {
        Some(Used::RecoveryCode { left }) => format!("{saying}. {}", recovery_code::saying(left)),
        Some(Used::Authenticator) | None => saying.to_owned(),
    }
}
