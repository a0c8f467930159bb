//! Adding a passkey.

use super::{CREDENTIAL, LIST, QUESTION, asking};
use crate::accounts::account::own_layout;
use crate::accounts::session;
use crate::factors::fresh;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::State;
use domain::assurance::Assurance;
use govuk::{Button, FormState, HiddenInput, Layout, TextInput};
use policy::Actor;
use service::factors::{self, Answer, ChangeError, PASSKEY_NAME_MAX, PASSKEYS_MAX};
use tower_sessions::Session;

const NAME: &str = "name";
const CODES_PAGE: &str = "/account/two-factor/recovery-codes";
const NOT_MADE: &str = "Your device did not make a passkey. Try again";

#[derive(Template)]
#[template(path = "passkeys/add.html")]
struct AddPage {
    layout: Layout,
    is_required: bool,
    script: String,
    options: String,
    question: HiddenInput,
    credential: HiddenInput,
    name: TextInput,
    button: Button,
}

impl AddPage {
    async fn new(
        app: &App,
        furniture: &Furniture,
        actor: &Actor,
        form: &FormState,
    ) -> Result<Self, PageError> {
        let (gate, key, now) = (&app.gate, &app.session_key, app.clock.now());
        let browser = furniture.csrf_token();
        let asking = asking(app)?;
        let asked = factors::ask_for_new_passkey(gate, key, asking, actor, &browser, now).await?;
        let is_required = actor.lacks_second_factor;
        let layout = if is_required {
            let layout = furniture.before_second_factor(actor);
            layout.back("/account/two-factor/set-up")
        } else {
            own_layout(furniture, actor).back(LIST)
        };
        Ok(Self {
            layout: layout.title("Add a passkey").errors_of(form),
            is_required,
            script: app.assets.passkeys_script().to_owned(),
            options: asked.options,
            question: HiddenInput::new(QUESTION, asked.sealed),
            credential: HiddenInput::new(CREDENTIAL, ""),
            name: TextInput::new(NAME, "Name of the passkey")
                .hint("Such as the device that it is on: Work laptop")
                .autocomplete("off")
                .filled_from(form),
            button: Button::primary("Add passkey"),
        })
    }
}

/// What is wrong with a name.
fn fault(name: &str) -> Option<String> {
    if name.is_empty() {
        return Some("Enter a name for the passkey".to_owned());
    }
    let is_long = name.chars().count() > PASSKEY_NAME_MAX;
    is_long.then(|| format!("Name of the passkey must be {PASSKEY_NAME_MAX} characters or fewer"))
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
) -> Reply {
    actor.confirmed()?;
    if factors::list_passkeys(&app.gate, &actor).await?.len() >= PASSKEYS_MAX {
        return reply::see_other(LIST);
    }
    let page = AddPage::new(&app, &furniture, &actor, &furniture.form(FormState::new())).await?;
    reply::with_script(reply::ok(&page))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    session: Session,
    mut posted: Posted,
) -> Reply {
    let name = posted.take(NAME).trim().to_owned();
    let (sealed, credential) = (posted.take(QUESTION), posted.take(CREDENTIAL));
    posted.finish()?;
    actor.confirmed()?;
    let mut form = FormState::keeping([(NAME, name.as_str())]);
    if let Some(fault) = fault(&name) {
        form.error(NAME, fault);
        let page = AddPage::new(&app, &furniture, &actor, &form).await?;
        return reply::with_script(reply::unprocessable(&page));
    }
    let answer = Answer {
        sealed: &sealed,
        browser: &furniture.csrf_token(),
        credential: &credential,
    };
    let (gate, key, url) = (&app.gate, &app.session_key, &app.public_url);
    let made = (name.as_str(), &answer);
    match factors::add_passkey(gate, key, asking(&app)?, url, &actor, made).await {
        Ok(codes) => {
            if !codes.is_empty() {
                let next = if actor.lacks_second_factor { "/" } else { LIST };
                fresh::keep_codes(&app, &session, actor.user, &codes, next).await?;
            }
            session::renew(&app, &session, Some(Assurance::SecondFactor)).await?;
            if codes.is_empty() {
                return reply::see_other_saying(LIST, "Passkey added");
            }
            reply::see_other(CODES_PAGE)
        }
        Err(ChangeError::WrongPasskey) => {
            form.error(NAME, NOT_MADE);
            let page = AddPage::new(&app, &furniture, &actor, &form).await?;
            reply::with_script(reply::unprocessable(&page))
        }
        Err(ChangeError::TooMany) => reply::see_other(LIST),
        Err(error) => Err(error.into()),
    }
}
