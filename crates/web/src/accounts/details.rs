//! A name and a password: the account is made and the person is signed in.

use super::link_gone;
use super::new_password::{ACTION, NewPassword, PASSWORD, SUGGEST, add_errors, refuse};
use super::session::{self, Beginning};
use crate::caller::Caller;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, State};
use domain::assurance::Assurance;
use domain::credential::Token;
use domain::email::EmailAddress;
use domain::text::{PersonName, TextError};
use govuk::{FormState, Layout, TextInput, Width};
use service::accounts::{self, CreateError, OpenLink, PasswordPolicy};
use tower_sessions::Session;

const NAME: &str = "name";

#[derive(Template)]
#[template(path = "accounts/details.html")]
struct DetailsPage {
    layout: Layout,
    action: String,
    email: EmailAddress,
    name: TextInput,
    new_password: NewPassword,
}

impl DetailsPage {
    fn new(
        furniture: &Furniture,
        token: &Token,
        email: EmailAddress,
        policy: PasswordPolicy,
        form: &FormState,
    ) -> Self {
        Self {
            layout: furniture.link().title("Your details").errors_of(form),
            action: format!("/create-account/details/{}", token.reveal()),
            email,
            name: TextInput::new(NAME, "Full name")
                .autocomplete("name")
                .spellcheck(false)
                .width(Width::TwoThirds)
                .filled_from(form),
            new_password: NewPassword::new("Create a password", "Create account", form, policy),
        }
    }
}

/// What a link leads to.
enum Stage {
    Gone,
    Unconfirmed(Token),
    Open(Token, OpenLink),
}

async fn stage_of(app: &App, token: &str) -> Result<Stage, PageError> {
    let Some(token) = Token::parse(token) else {
        return Ok(Stage::Gone);
    };
    Ok(match accounts::find_link(&app.gate, &token).await? {
        None => Stage::Gone,
        Some(link) if link.is_confirmed => Stage::Open(token, link),
        Some(_) => Stage::Unconfirmed(token),
    })
}

fn to_confirm(token: &Token) -> Reply {
    reply::see_other(&format!("/confirm-email/{}", token.reveal()))
}

pub async fn show(
    State(app): State<App>,
    Path(token): Path<String>,
    furniture: Furniture,
) -> Reply {
    match stage_of(&app, &token).await? {
        Stage::Gone => link_gone::for_account(&furniture),
        Stage::Unconfirmed(token) => to_confirm(&token),
        Stage::Open(token, link) => {
            let policy = accounts::policy_for_link(&app.passwords);
            let form = FormState::new();
            reply::ok(&DetailsPage::new(
                &furniture, &token, link.email, policy, &form,
            ))
        }
    }
}

pub async fn submit(
    State(app): State<App>,
    Path(token): Path<String>,
    furniture: Furniture,
    session: Session,
    caller: Caller,
    mut posted: Posted,
) -> Reply {
    let (token, link) = match stage_of(&app, &token).await? {
        Stage::Gone => return link_gone::for_account(&furniture),
        Stage::Unconfirmed(token) => return to_confirm(&token),
        Stage::Open(token, link) => (token, link),
    };
    let typed_name = posted.take(NAME);
    let password = posted.take(PASSWORD);
    let action = posted.take(ACTION);
    posted.finish()?;
    let policy = accounts::policy_for_link(&app.passwords);
    let email = link.email.clone();
    let draw = |form: &FormState| DetailsPage::new(&furniture, &token, email, policy, form);
    let mut form = FormState::keeping([(NAME, typed_name.clone())]);
    if action == SUGGEST {
        let mut page = draw(&form);
        page.new_password = page.new_password.suggesting()?;
        return reply::ok(&page);
    }
    let Some(name) = form.take(NAME, PersonName::parse(&typed_name), name_error) else {
        let broken = accounts::broken_rules(&policy, &password, &link.email, &typed_name);
        add_errors(&mut form, broken);
        return reply::unprocessable(&draw(&form));
    };
    match accounts::create(&app.gate, &app.passwords, &token, &name, password).await {
        Ok(user) => {
            let beginning = Beginning {
                user,
                assurance: Assurance::Password,
                known: None,
            };
            session::begin(&app, &session, &caller, beginning).await?;
            reply::see_other("/organisations/start")
        }
        Err(CreateError::Gone) => link_gone::for_account(&furniture),
        Err(CreateError::Password(error)) => refuse(error, form, draw),
        Err(CreateError::Store(error)) => Err(error.into()),
    }
}

fn name_error(error: TextError) -> String {
    match error {
        TextError::Empty => "Enter your full name".to_owned(),
        TextError::TooLong { max } => format!("Full name must be {max} characters or less"),
        TextError::ControlCharacter => {
            "Full name must be one line of letters, numbers and punctuation".to_owned()
        }
    }
}
