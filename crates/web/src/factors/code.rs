//! Signing in: the code of the authenticator app, after the password.

use super::pending::{self, Tries};
use super::{CODE, NO_CODE, WRONG_CODE, code_input, is_like_code};
use crate::caller::Caller;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::{App, PageError};
use askama::Template;
use axum::extract::State;
use domain::id::UserId;
use govuk::{Button, FormState, Layout, TextInput};
use service::factors;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "factors/code.html")]
struct CodePage {
    layout: Layout,
    code: TextInput,
    button: Button,
    has_passkeys: bool,
}

impl CodePage {
    async fn new(
        app: &App,
        furniture: &Furniture,
        user: UserId,
        form: &FormState,
    ) -> Result<Self, PageError> {
        let layout = furniture.public().title("Enter the code from your app");
        let found = factors::find(&app.gate, user).await?;
        Ok(Self {
            layout: layout.back("/sign-in").errors_of(form),
            code: code_input(form),
            button: Button::primary("Continue"),
            has_passkeys: app.passkeys.is_some() && found.passkeys > 0,
        })
    }
}

pub async fn show(State(app): State<App>, furniture: Furniture, session: Session) -> Reply {
    let Some(pending) = pending::find(&app, &session).await? else {
        return reply::see_other("/sign-in");
    };
    let (user, form) = (pending.known.user, FormState::new());
    reply::ok(&CodePage::new(&app, &furniture, user, &form).await?)
}

pub async fn submit(
    State(app): State<App>,
    furniture: Furniture,
    session: Session,
    caller: Caller,
    mut posted: Posted,
) -> Reply {
    let typed = posted.take(CODE);
    posted.finish()?;
    let Some(pending) = pending::find(&app, &session).await? else {
        return reply::see_other("/sign-in");
    };
    let (user, mut form) = (pending.known.user, FormState::new());
    if !is_like_code(&typed) {
        form.error(CODE, NO_CODE);
        return reply::unprocessable(&CodePage::new(&app, &furniture, user, &form).await?);
    }
    let tries = pending::take_try(&app, &session).await?;
    if tries == Tries::Gone {
        return pending::give_up(&session).await;
    }
    if factors::check(app.checking(), user, &typed).await? {
        return pending::finish(&app, &session, &caller, pending, None).await;
    }
    if tries == Tries::Last {
        return pending::give_up(&session).await;
    }
    form.error(CODE, WRONG_CODE);
    reply::unprocessable(&CodePage::new(&app, &furniture, user, &form).await?)
}
