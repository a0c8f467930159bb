//! "Confirm it is you": the password, a code of the app or a passkey before something that matters,
//! and back to it. The other two have a page each (`crate::factors`, `crate::passkeys`).
//!
//! Answers with a new token for the session, so that whoever held the old one has nothing.

use super::account::own_layout;
use super::next::local_path;
use super::{about_to, home_of, session};
use crate::caller::too_often;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Query, State};
use govuk::{Button, FormState, HiddenInput, Layout, PasswordInput};
use policy::Actor;
use serde::Deserialize;
use service::confirming::{self, ConfirmError};
use service::factors;
use tower_sessions::Session;

const PASSWORD: &str = "password";
/// Where to go on, on each of the three pages.
pub const NEXT: &str = "next";
const REFUSED: &str = "Enter the password for your account";

/// How somebody shows who they are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By their password.
    Password,
    /// By a code of their authenticator app.
    Code,
    /// By a passkey.
    Passkey,
}

/// The ways that a person has.
pub struct Ways(Vec<Way>);

impl Ways {
    /// The ways that this person has.
    pub async fn of(app: &App, actor: &Actor) -> Result<Self, PageError> {
        let found = factors::find(&app.gate, actor.user).await?;
        let mut ways = vec![Way::Password];
        if found.sealed_secret.is_some() {
            ways.push(Way::Code);
        }
        if app.passkeys.is_some() && found.passkeys > 0 {
            ways.push(Way::Passkey);
        }
        Ok(Self(ways))
    }

    /// Whether the person has this one.
    pub fn has(&self, way: Way) -> bool {
        self.0.contains(&way)
    }

    /// What the page of one way needs, with links to the others that keep where to go on.
    pub fn frame(
        &self,
        shown: Way,
        furniture: &Furniture,
        actor: &Actor,
        form: &FormState,
    ) -> Frame {
        let next = local_path(form.value(NEXT));
        let others = self.0.iter().filter(|way| **way != shown);
        let (about_to, back) = about_to::of(actor, form.value(NEXT));
        Frame {
            layout: own_layout(furniture, actor)
                .title("Confirm it is you")
                .back(back)
                .errors_of(form),
            about_to,
            others: others.map(|way| way.link(next)).collect(),
            next: next.map(|path| HiddenInput::new(NEXT, path)),
        }
    }
}

impl Way {
    fn link(self, next: Option<&str>) -> (String, &'static str) {
        let (path, text) = match self {
            Self::Password => ("/confirm-it-is-you", "Use your password instead"),
            Self::Code => (
                "/confirm-it-is-you/code",
                "Use a code from your app instead",
            ),
            Self::Passkey => ("/confirm-it-is-you/passkey", "Use a passkey instead"),
        };
        (with_next(path, next), text)
    }
}

/// The address of a page, with where to go on from it.
fn with_next(path: &str, next: Option<&str>) -> String {
    match next {
        Some(next) => {
            let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
            format!("{path}?{NEXT}={next}")
        }
        None => path.to_owned(),
    }
}

/// The page of the password, for somebody who has not the way that they asked for.
pub fn instead(next: &str) -> Reply {
    reply::see_other(&with_next("/confirm-it-is-you", local_path(next)))
}

/// What the three pages have in common.
pub struct Frame {
    /// The layout, with the way back for who does not want to go on.
    pub layout: Layout,
    /// What is about to be done, as the beginning of a sentence.
    pub about_to: String,
    /// Where to go on.
    pub next: Option<HiddenInput>,
    /// The other ways: address and words.
    pub others: Vec<(String, &'static str)>,
}

/// The person has shown who they are: on under a new token, to where they wanted to go.
pub async fn go_on(app: &App, session: &Session, actor: &Actor, next: &str) -> Reply {
    session::renew(app, session, None).await?;
    reply::see_other(local_path(next).unwrap_or(home_of(actor)))
}

#[derive(Template)]
#[template(path = "accounts/confirm_it_is_you.html")]
struct ConfirmItIsYouPage {
    layout: Layout,
    frame: Frame,
    password: PasswordInput,
    button: Button,
}

impl ConfirmItIsYouPage {
    async fn new(
        app: &App,
        furniture: &Furniture,
        actor: &Actor,
        form: &FormState,
    ) -> Result<Self, PageError> {
        let ways = Ways::of(app, actor).await?;
        let frame = ways.frame(Way::Password, furniture, actor, form);
        Ok(Self {
            layout: frame.layout.clone(),
            frame,
            password: PasswordInput::current(PASSWORD, "Your password").filled_from(form),
            button: Button::primary("Continue"),
        })
    }
}

/// What the address asks for.
#[derive(Deserialize)]
pub struct Wanted {
    /// Where to go on; empty for nowhere in particular.
    #[serde(default)]
    pub next: String,
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Query(wanted): Query<Wanted>,
) -> Reply {
    let form = FormState::keeping([(NEXT, wanted.next)]);
    reply::ok(&ConfirmItIsYouPage::new(&app, &furniture, &actor, &form).await?)
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    session: Session,
    mut posted: Posted,
) -> Reply {
    let password = posted.take(PASSWORD);
    let next = posted.take(NEXT);
    posted.finish()?;
    match confirming::check(app.checking(), &app.passwords, &actor, password).await {
        Ok(()) => go_on(&app, &session, &actor, &next).await,
        Err(ConfirmError::Refused) => {
            let mut form = FormState::keeping([(NEXT, next)]);
            form.error(PASSWORD, REFUSED);
            let page = ConfirmItIsYouPage::new(&app, &furniture, &actor, &form).await?;
            reply::unprocessable(&page)
        }
        Err(error) => Err(not_confirmed(&app, error)),
    }
}

/// What a failure answers that has no page of its own.
pub fn not_confirmed(app: &App, error: ConfirmError) -> PageError {
    match error {
        ConfirmError::Refused => PageError::Unconfirmed,
        ConfirmError::Limited(refusal) => too_often(refusal, app.clock.now()),
        ConfirmError::Hashing(error) => error.into(),
        ConfirmError::Code(error) => error.into(),
        ConfirmError::Store(error) => error.into(),
    }
}
