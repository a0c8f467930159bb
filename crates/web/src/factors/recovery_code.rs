//! Signing in: a recovery code, when the second factor is not at hand.

use super::pending::{self, Tries};
use super::{CODE, NO_RECOVERY_CODE, WRONG_RECOVERY_CODE, recovery_code_input};
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
#[template(path = "factors/recovery_code.html")]
struct RecoveryCodePage {
    layout: Layout,
    code: TextInput,
    button: Button,
    team_email: String,
}

impl RecoveryCodePage {
    fn new(app: &App, furniture: &Furniture, form: &FormState) -> Self {
        let layout = furniture.public().title("Enter a recovery code");
        Self {
            layout: layout.back("/sign-in/code").errors_of(form),
            code: recovery_code_input(form),
            button: Button::primary("Continue"),
            team_email: app.team_email.clone(),
        }
    }
}

pub async fn show(State(app): State<App>, furniture: Furniture, session: Session) -> Reply {
    if pending::find(&app, &session).await?.is_none() {
        return reply::see_other("/sign-in");
    }
    reply::ok(&RecoveryCodePage::new(&app, &furniture, &FormState::new()))
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
    if typed.trim().is_empty() {
        form.error(CODE, NO_RECOVERY_CODE);
        return reply::unprocessable(&RecoveryCodePage::new(&app, &furniture, &form));
    }
    let tries = pending::take_try(&app, &session).await?;
    if tries == Tries::Gone {
        return pending::give_up(&session).await;
    }
    let user = pending.known.user;
    if let Some(left) = factors::use_recovery_code(app.checking(), user, &typed).await? {
        let saying = saying(left);
        return pending::finish(&app, &session, &caller, pending, Some(&saying)).await;
    }
    if tries == Tries::Last {
        return pending::give_up(&session).await;
    }
    form.error(CODE, WRONG_RECOVERY_CODE);
    reply::unprocessable(&RecoveryCodePage::new(&app, &furniture, &form))
}

/// How many codes are left after one was used.
pub fn saying(left: i64) -> String {
    match left {
        0 => "You used your last recovery code. Get new ones in your account".to_owned(),
        1 => "You used a recovery code. You have 1 left".to_owned(),
        many => format!("You used a recovery code. You have {many} left"),
    }
}
