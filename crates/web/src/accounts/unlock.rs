//! The link of the email about a locked account: a button that unlocks it. Opening the page
//! changes nothing.

use super::link_gone;
use crate::App;
use crate::caller::Caller;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use askama::Template;
use axum::extract::{Path, State};
use domain::credential::Token;
use govuk::{Button, Layout, PostForm};
use service::sign_in;

#[derive(Template)]
#[template(path = "accounts/unlock.html")]
struct UnlockPage {
    layout: Layout,
    form: PostForm,
}

pub async fn show(
    State(app): State<App>,
    Path(token): Path<String>,
    furniture: Furniture,
) -> Reply {
    let Some(token) = Token::parse(&token) else {
        return link_gone::for_unlocking(&furniture);
    };
    if !sign_in::can_unlock(&app.gate, &token).await? {
        return link_gone::for_unlocking(&furniture);
    }
    let layout = furniture.link().title("Unlock your account");
    let action = format!("/sign-in/unlock/{}", token.reveal());
    let button = Button::primary("Unlock my account");
    reply::ok(&UnlockPage {
        form: PostForm::new(action, layout.csrf(), button),
        layout,
    })
}

pub async fn submit(
    State(app): State<App>,
    Path(token): Path<String>,
    furniture: Furniture,
    caller: Caller,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    let Some(token) = Token::parse(&token) else {
        return link_gone::for_unlocking(&furniture);
    };
    if !sign_in::unlock(&app.gate, caller.attempting(&app), &token).await? {
        return link_gone::for_unlocking(&furniture);
    }
    caller.keep_device(&app);
    reply::see_other_saying("/sign-in", "Your account is unlocked. You can sign in now")
}
