//! "Confirm it is you" by a code of the authenticator app (`accounts::confirm_it_is_you`).

use super::{CODE, NO_CODE, WRONG_CODE, code_input, is_like_code};
use crate::App;
use crate::accounts::confirm_it_is_you::{
    Frame, NEXT, Wanted, Way, Ways, go_on, instead, not_confirmed,
};
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Query, State};
use govuk::{Button, FormState, Layout, TextInput};
use policy::Actor;
use service::confirming::{self, ConfirmError};
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "factors/confirm.html")]
struct ConfirmPage {
    layout: Layout,
    frame: Frame,
    code: TextInput,
    button: Button,
}

impl ConfirmPage {
    fn new(ways: &Ways, furniture: &Furniture, actor: &Actor, form: &FormState) -> Self {
        let frame = ways.frame(Way::Code, furniture, actor, form);
        Self {
            layout: frame.layout.clone(),
            frame,
            code: code_input(form),
            button: Button::primary("Continue"),
        }
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Query(wanted): Query<Wanted>,
) -> Reply {
    let ways = Ways::of(&app, &actor).await?;
    if !ways.has(Way::Code) {
        return instead(&wanted.next);
    }
    let form = FormState::keeping([(NEXT, wanted.next)]);
    reply::ok(&ConfirmPage::new(&ways, &furniture, &actor, &form))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    session: Session,
    mut posted: Posted,
) -> Reply {
    let typed = posted.take(CODE);
    let next = posted.take(NEXT);
    posted.finish()?;
    let ways = Ways::of(&app, &actor).await?;
    if !ways.has(Way::Code) {
        return instead(&next);
    }
    let mut form = FormState::keeping([(NEXT, next.as_str())]);
    if !is_like_code(&typed) {
        form.error(CODE, NO_CODE);
        return reply::unprocessable(&ConfirmPage::new(&ways, &furniture, &actor, &form));
    }
    match confirming::check_code(app.checking(), &actor, &typed).await {
        Ok(()) => go_on(&app, &session, &actor, &next).await,
        Err(ConfirmError::Refused) => {
            form.error(CODE, WRONG_CODE);
            reply::unprocessable(&ConfirmPage::new(&ways, &furniture, &actor, &form))
        }
        Err(error) => Err(not_confirmed(&app, error)),
    }
}
