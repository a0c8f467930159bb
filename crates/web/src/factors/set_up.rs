//! Setting up an authenticator app, or another one in its place.

use super::qr_code::QrCode;
use super::{CODE, NO_CODE, WRONG_CODE, code_input, fresh, is_like_code};
use crate::accounts::account::own_layout;
use crate::accounts::next::local_path;
use crate::accounts::session;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Query, State};
use domain::assurance::Assurance;
use govuk::{Button, FormState, HiddenInput, Layout, TextInput};
use policy::Actor;
use serde::Deserialize;
use service::factors::{self, ChangeError, Offer, Secret};
use tower_sessions::Session;

const NEXT: &str = "next";
const CODES_PAGE: &str = "/account/two-factor/recovery-codes";

#[derive(Template)]
#[template(path = "factors/set_up.html")]
struct SetUpPage {
    layout: Layout,
    is_required: bool,
    qr_code: QrCode,
    /// The secret in groups of 4.
    groups: String,
    email: String,
    next: Option<HiddenInput>,
    code: TextInput,
    button: Button,
    /// Whether browsers have passkeys for our address.
    has_passkeys: bool,
}

impl SetUpPage {
    fn new(
        app: &App,
        furniture: &Furniture,
        actor: &Actor,
        secret: &Secret,
        form: &FormState,
    ) -> Result<Self, PageError> {
        let is_required = actor.lacks_second_factor;
        let layout = if is_required {
            furniture.before_second_factor(actor)
        } else {
            own_layout(furniture, actor).back("/account")
        };
        let title = "Set up an authenticator app";
        let next = local_path(form.value(NEXT)).map(|path| HiddenInput::new(NEXT, path));
        let label = "QR code that holds the key below";
        Ok(Self {
            layout: layout.title(title).errors_of(form),
            is_required,
            qr_code: QrCode::new(&secret.address(&actor.email), label)?,
            groups: in_groups(&secret.typed()),
            email: actor.email.clone(),
            next,
            has_passkeys: app.passkeys.is_some(),
            code: code_input(form),
            button: Button::primary("Continue"),
        })
    }
}

/// Letters in groups of 4.
fn in_groups(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let groups: Vec<String> = letters
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    groups.join(" ")
}

#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    next: String,
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    session: Session,
    Query(wanted): Query<Wanted>,
) -> Reply {
    actor.confirmed()?;
    let secret = fresh::secret(&app, &session, actor.user).await?;
    let form = FormState::keeping([(NEXT, wanted.next)]);
    reply::ok(&SetUpPage::new(&app, &furniture, &actor, &secret, &form)?)
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    session: Session,
    mut posted: Posted,
) -> Reply {
    let typed = posted.take(CODE);
    let mut form = FormState::keeping([(NEXT, posted.take(NEXT))]);
    posted.finish()?;
    actor.confirmed()?;
    let Some(secret) = fresh::offered(&app, &session, actor.user).await? else {
        return reply::see_other("/account/two-factor/set-up");
    };
    if !is_like_code(&typed) {
        form.error(CODE, NO_CODE);
        return reply::unprocessable(&SetUpPage::new(&app, &furniture, &actor, &secret, &form)?);
    }
    let offer = Offer {
        secret: &secret,
        code: &typed,
    };
    let (gate, key, url) = (&app.gate, &app.session_key, &app.public_url);
    match factors::set_up_authenticator(gate, key, &app.clock, url, &actor, &offer).await {
        Ok(codes) => {
            fresh::forget_secret(&session).await?;
            let next = local_path(form.value(NEXT)).unwrap_or("/account");
            if !codes.is_empty() {
                fresh::keep_codes(&app, &session, actor.user, &codes, next).await?;
            }
            session::renew(&app, &session, Some(Assurance::SecondFactor)).await?;
            if codes.is_empty() {
                return reply::see_other_saying(next, "Authenticator app set up");
            }
            reply::see_other(CODES_PAGE)
        }
        Err(ChangeError::WrongCode) => {
            form.error(CODE, WRONG_CODE);
            reply::unprocessable(&SetUpPage::new(&app, &furniture, &actor, &secret, &form)?)
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_shown_in_groups() {
        assert_eq!(in_groups("ABCDEFGHIJ"), "ABCD EFGH IJ");
    }
}
