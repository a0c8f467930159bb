//! Signing in with a passkey: the second factor after the password, or the whole of it.

use super::{CREDENTIAL, QUESTION, asking};
use crate::accounts::home_of;
use crate::accounts::next::local_path;
use crate::accounts::session::{self, Beginning};
use crate::caller::Caller;
use crate::factors::pending;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Query, State};
use domain::assurance::Assurance;
use domain::id::UserId;
use govuk::{Button, ErrorSummary, HiddenInput, Layout};
use serde::Deserialize;
use service::factors::{self, Answer};
use tower_sessions::Session;

const NEXT: &str = "next";
/// For every failure: unknown and removed passkeys, old questions, copies.
const REFUSED: &str = "That passkey did not work. Try again or sign in another way";

#[derive(Template)]
#[template(path = "passkeys/sign_in.html")]
struct SignInPage {
    layout: Layout,
    script: String,
    options: String,
    question: HiddenInput,
    credential: HiddenInput,
    next: Option<HiddenInput>,
    button: Button,
    /// Whether the person has shown the password.
    is_second: bool,
    /// Whether they have an authenticator app too.
    has_app: bool,
}

impl SignInPage {
    async fn new(
        app: &App,
        furniture: &Furniture,
        user: Option<UserId>,
        next: &str,
    ) -> Result<Self, PageError> {
        let (gate, key, now) = (&app.gate, &app.session_key, app.clock.now());
        let browser = furniture.csrf_token();
        let asked = factors::ask_for_passkey(gate, key, asking(app)?, user, &browser, now).await?;
        let has_app = match user {
            Some(user) => factors::find(gate, user).await?.sealed_secret.is_some(),
            None => false,
        };
        let layout = furniture.public().title("Sign in with a passkey");
        Ok(Self {
            layout: layout.back("/sign-in"),
            script: app.assets.passkeys_script().to_owned(),
            options: asked.options,
            question: HiddenInput::new(QUESTION, asked.sealed),
            credential: HiddenInput::new(CREDENTIAL, ""),
            next: local_path(next).map(|path| HiddenInput::new(NEXT, path)),
            button: Button::primary("Use your passkey"),
            is_second: user.is_some(),
            has_app,
        })
    }
}

#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    next: String,
}

pub async fn show(
    State(app): State<App>,
    person: Option<SignedIn>,
    furniture: Furniture,
    session: Session,
    Query(wanted): Query<Wanted>,
) -> Reply {
    if let Some(SignedIn(actor)) = person {
        return reply::see_other(local_path(&wanted.next).unwrap_or(home_of(&actor)));
    }
    let pending = pending::find(&app, &session).await?;
    let user = pending.map(|pending| pending.known.user);
    let page = SignInPage::new(&app, &furniture, user, &wanted.next).await?;
    reply::with_script(reply::ok(&page))
}

pub async fn submit(
    State(app): State<App>,
    furniture: Furniture,
    session: Session,
    caller: Caller,
    mut posted: Posted,
) -> Reply {
    let (sealed, credential) = (posted.take(QUESTION), posted.take(CREDENTIAL));
    let next = posted.take(NEXT);
    posted.finish()?;
    let pending = pending::find(&app, &session).await?;
    let expected = pending.as_ref().map(|pending| pending.known.user);
    let answer = Answer {
        sealed: &sealed,
        browser: &furniture.csrf_token(),
        credential: &credential,
    };
    let (gate, key, passkeys) = (&app.gate, &app.session_key, asking(&app)?);
    let Some(user) = factors::check_passkey(gate, key, passkeys, &answer, expected).await? else {
        let mut page = SignInPage::new(&app, &furniture, expected, &next).await?;
        page.layout.error_summary = Some(ErrorSummary::new().error_without_field(REFUSED));
        return reply::with_script(reply::unprocessable(&page));
    };
    if let Some(pending) = pending {
        return pending::finish(&app, &session, &caller, pending, None).await;
    }
    let beginning = Beginning {
        user,
        assurance: Assurance::SecondFactor,
        known: None,
    };
    let actor = session::begin(&app, &session, &caller, beginning).await?;
    reply::see_other(local_path(&next).unwrap_or(home_of(&actor)))
}
