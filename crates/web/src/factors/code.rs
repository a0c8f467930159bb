//! Signing in: the code of the authenticator app, after the password.

use super::pending::{self, Tries};
use super::{CODE, NO_CODE, WRONG_CODE, code_input, is_like_code};
use crate::App;
use crate::caller::Caller;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use askama::Template;
use axum::extract::State;
use govuk::{Button, FormState, Layout, TextInput};
use service::factors;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "factors/code.html")]
struct CodePage {
    layout: Layout,
    code: TextInput,
    button: Button,
}

impl CodePage {
    fn new(furniture: &Furniture, form: &FormState) -> Self {
        let layout = furniture.public().title("Enter the code from your app");
        Self {
            layout: layout.back("/sign-in").errors_of(form),
            code: code_input(form),
            button: Button::primary("Continue"),
        }
    }
}

pub async fn show(State(app): State<App>, furniture: Furniture, session: Session) -> Reply {
    if pending::find(&app, &session).await?.is_none() {
        return reply::see_other("/sign-in");
    }
    reply::ok(&CodePage::new(&furniture, &FormState::new()))
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
    let mut form = FormState::new();
    if !is_like_code(&typed) {
        form.error(CODE, NO_CODE);
        return reply::unprocessable(&CodePage::new(&furniture, &form));
    }
    let tries = pending::take_try(&app, &session).await?;
    if tries == Tries::Gone {
        return pending::give_up(&session).await;
    }
    let (gate, key, user) = (&app.gate, &app.session_key, pending.known.user);
    if factors::check(gate, key, &app.clock, user, &typed).await? {
        return pending::finish(&app, &session, &caller, pending, None).await;
    }
    if tries == Tries::Last {
        return pending::give_up(&session).await;
    }
    form.error(CODE, WRONG_CODE);
    reply::unprocessable(&CodePage::new(&furniture, &form))
}
