//! Removing a passkey, after asking.

use super::LIST;
use crate::accounts::account::own_layout;
use crate::accounts::session;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, State};
use domain::id::PasskeyId;
use govuk::{Button, Layout, PostForm};
use policy::Actor;
use service::factors::{self, ChangeError, Passkey};
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "passkeys/remove.html")]
struct RemovePage {
    layout: Layout,
    is_required: bool,
    name: String,
    form: PostForm,
}

impl RemovePage {
    fn new(furniture: &Furniture, actor: &Actor, passkey: &Passkey, is_required: bool) -> Self {
        let title = if is_required {
            "You cannot remove this passkey"
        } else {
            "Remove this passkey?"
        };
        let layout = own_layout(furniture, actor).title(title).back(LIST);
        let action = format!("/account/passkeys/{}/remove", passkey.id);
        let button = Button::warning("Remove passkey");
        Self {
            form: PostForm::new(action, layout.csrf(), button),
            layout,
            is_required,
            name: passkey.name.clone(),
        }
    }
}

/// The person's own passkey that the address names.
async fn find(app: &App, actor: &Actor, id: &str) -> Result<Passkey, PageError> {
    let id = PasskeyId::parse(id).ok_or(PageError::NotFound)?;
    let passkeys = factors::list_passkeys(&app.gate, actor).await?;
    let found = passkeys.into_iter().find(|passkey| passkey.id == id);
    found.ok_or(PageError::NotFound)
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(passkey): Path<String>,
) -> Reply {
    let passkey = find(&app, &actor, &passkey).await?;
    actor.confirmed()?;
    reply::ok(&RemovePage::new(&furniture, &actor, &passkey, false))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    (furniture, Path(passkey)): (Furniture, Path<String>),
    session: Session,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    let passkey = find(&app, &actor, &passkey).await?;
    match factors::remove_passkey(&app.gate, &app.public_url, &actor, passkey.id).await {
        Ok(()) => {
            session::renew(&app, &session, None).await?;
            reply::see_other_saying(LIST, "Passkey removed")
        }
        Err(ChangeError::Required) => {
            reply::conflict(&RemovePage::new(&furniture, &actor, &passkey, true))
        }
        Err(ChangeError::NotFound) => reply::see_other(LIST),
        Err(error) => Err(error.into()),
    }
}
