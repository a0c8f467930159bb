//! "Confirm it is you" with a passkey (`accounts::confirm_it_is_you`).

use super::{CREDENTIAL, QUESTION, asking};
use crate::accounts::confirm_it_is_you::{Frame, NEXT, Wanted, Way, Ways, go_on, instead};
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Query, State};
use govuk::{Button, ErrorSummary, FormState, HiddenInput, Layout};
use policy::Actor;
use service::factors::{self, Answer};
use tower_sessions::Session;

const REFUSED: &str = "That passkey did not work. Try again or use your password";

#[derive(Template)]
#[template(path = "passkeys/confirm.html")]
struct ConfirmPage {
    layout: Layout,
    frame: Frame,
    script: String,
    options: String,
    question: HiddenInput,
    credential: HiddenInput,
    button: Button,
}

impl ConfirmPage {
    async fn new(
        app: &App,
        ways: &Ways,
        furniture: &Furniture,
        actor: &Actor,
        form: &FormState,
    ) -> Result<Self, PageError> {
        let (gate, key, now) = (&app.gate, &app.session_key, app.clock.now());
        let (user, browser) = (Some(actor.user), furniture.csrf_token());
        let asked = factors::ask_for_passkey(gate, key, asking(app)?, user, &browser, now).await?;
        let frame = ways.frame(Way::Passkey, furniture, actor, form);
        Ok(Self {
            layout: frame.layout.clone(),
            frame,
            script: app.assets.passkeys_script().to_owned(),
            options: asked.options,
            question: HiddenInput::new(QUESTION, asked.sealed),
            credential: HiddenInput::new(CREDENTIAL, ""),
            button: Button::primary("Use your passkey"),
        })
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Query(wanted): Query<Wanted>,
) -> Reply {
    let ways = Ways::of(&app, &actor).await?;
    if !ways.has(Way::Passkey) {
        return instead(&wanted.next);
    }
    let form = FormState::keeping([(NEXT, wanted.next)]);
    let page = ConfirmPage::new(&app, &ways, &furniture, &actor, &form).await?;
    reply::with_script(reply::ok(&page))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    session: Session,
    mut posted: Posted,
) -> Reply {
    let (sealed, credential) = (posted.take(QUESTION), posted.take(CREDENTIAL));
    let next = posted.take(NEXT);
    posted.finish()?;
    let ways = Ways::of(&app, &actor).await?;
    if !ways.has(Way::Passkey) {
        return instead(&next);
    }
    let answer = Answer {
        sealed: &sealed,
        browser: &furniture.csrf_token(),
        credential: &credential,
    };
    let (gate, key, passkeys) = (&app.gate, &app.session_key, asking(&app)?);
    let owner = factors::check_passkey(gate, key, passkeys, &answer, Some(actor.user)).await?;
    if owner == Some(actor.user) {
        return go_on(&app, &session, &actor, &next).await;
    }
    let form = FormState::keeping([(NEXT, next)]);
    let mut page = ConfirmPage::new(&app, &ways, &furniture, &actor, &form).await?;
    page.layout.error_summary = Some(ErrorSummary::new().error_without_field(REFUSED));
    reply::with_script(reply::unprocessable(&page))
}
