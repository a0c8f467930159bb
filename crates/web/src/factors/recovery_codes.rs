//! Recovery codes: new ones are shown until the person says that they are saved.

use super::fresh;
use crate::accounts::account::own_layout;
use crate::accounts::next::local_path;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::State;
use govuk::{Button, Checkboxes, FormState, Layout, Legend, PostForm};
use policy::Actor;
use service::factors;
use tower_sessions::Session;

const SAVED: &str = "saved";
const ACTION: &str = "action";
const RENEW: &str = "renew";
const HERE: &str = "/account/two-factor/recovery-codes";

#[derive(Template)]
#[template(path = "factors/recovery_codes.html")]
struct RecoveryCodesPage {
    layout: Layout,
    /// New codes; none when they were saved before.
    codes: Vec<String>,
    saved: Checkboxes,
    button: Button,
    /// How many of those before work, and the button that makes new ones.
    left: i64,
    renew: PostForm,
}

impl RecoveryCodesPage {
    fn new(
        furniture: &Furniture,
        actor: &Actor,
        codes: Vec<String>,
        left: i64,
        form: &FormState,
    ) -> Self {
        let layout = own_layout(furniture, actor);
        let layout = if codes.is_empty() {
            layout.title("Recovery codes").back("/account")
        } else {
            layout.title("Save your recovery codes")
        };
        let layout = layout.errors_of(form);
        let button = Button::primary("Get new codes");
        let legend = Legend::new("Recovery codes").visually_hidden();
        Self {
            renew: PostForm::new(HERE, layout.csrf(), button).hidden(ACTION, RENEW),
            saved: Checkboxes::new(SAVED, legend)
                .option("yes", "I have saved my codes")
                .filled_from(form),
            button: Button::primary("Continue"),
            layout,
            codes,
            left,
        }
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    session: Session,
) -> Reply {
    actor.confirmed()?;
    let summary = factors::summary(&app.gate, &actor).await?;
    if !summary.are_any() {
        return reply::see_other("/account/two-factor/set-up");
    }
    let codes = fresh::codes(&app, &session, actor.user).await?;
    let (left, form) = (summary.recovery_codes, FormState::new());
    reply::ok(&RecoveryCodesPage::new(
        &furniture, &actor, codes, left, &form,
    ))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    session: Session,
    mut posted: Posted,
) -> Reply {
    let action = posted.take(ACTION);
    let saved = posted.take(SAVED);
    posted.finish()?;
    if action == RENEW {
        return renew(&app, &session, &actor).await;
    }
    actor.confirmed()?;
    let codes = fresh::codes(&app, &session, actor.user).await?;
    if codes.is_empty() {
        return reply::see_other("/account");
    }
    if saved != "yes" {
        let mut form = FormState::new();
        form.error(SAVED, "Select the box when you have saved your codes");
        let page = RecoveryCodesPage::new(&furniture, &actor, codes, 0, &form);
        return reply::unprocessable(&page);
    }
    let next = fresh::forget_codes(&session).await?;
    let next = local_path(&next).unwrap_or("/account");
    reply::see_other_saying(next, "Two-factor sign-in is set up")
}

async fn renew(app: &App, session: &Session, actor: &Actor) -> Reply {
    let (gate, key, url) = (&app.gate, &app.session_key, &app.public_url);
    let codes = factors::renew_recovery_codes(gate, key, url, actor).await;
    let codes = codes.map_err(PageError::from)?;
    fresh::keep_codes(app, session, actor.user, &codes, "/account").await?;
    reply::see_other(HERE)
}
