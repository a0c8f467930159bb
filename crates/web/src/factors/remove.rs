//! Removing the authenticator app, after asking.

use crate::App;
use crate::accounts::account::own_layout;
use crate::accounts::session;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use govuk::{Button, Layout, PostForm};
use policy::Actor;
use service::factors::{self, ChangeError};
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "factors/remove.html")]
struct RemovePage {
    layout: Layout,
    is_required: bool,
    form: PostForm,
}

impl RemovePage {
    fn new(furniture: &Furniture, actor: &Actor, is_required: bool) -> Self {
        let title = if is_required {
            "You cannot remove your authenticator app"
        } else {
            "Remove your authenticator app?"
        };
        let layout = own_layout(furniture, actor).title(title).back("/account");
        let button = Button::warning("Remove authenticator app");
        Self {
            form: PostForm::new("/account/two-factor/remove", layout.csrf(), button),
            layout,
            is_required,
        }
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
) -> Reply {
    actor.confirmed()?;
    let summary = factors::summary(&app.gate, &actor).await?;
    if summary.authenticator_since.is_none() {
        return reply::see_other("/account");
    }
    reply::ok(&RemovePage::new(&furniture, &actor, false))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    session: Session,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    match factors::remove_authenticator(&app.gate, &app.public_url, &actor).await {
        Ok(()) => {
            session::renew(&app, &session, None).await?;
            reply::see_other_saying("/account", "Authenticator app removed")
        }
        Err(ChangeError::Required) => {
            let page = RemovePage::new(&furniture, &actor, true);
            reply::page(StatusCode::CONFLICT, &page)
        }
        Err(ChangeError::NotFound) => reply::see_other("/account"),
        Err(error) => Err(error.into()),
    }
}
