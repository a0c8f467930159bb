//! Asking to join an organisation of colleagues, whose name is all that is shown.

use super::{join_request_id, organisation_id};
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, State};
use domain::id::{JoinRequestId, OrganisationId};
use domain::join_request::JoinMessage;
use domain::text::TextError;
use domain::when;
use govuk::number::with_commas;
use govuk::{Button, FormState, HiddenInput, Layout, Textarea};
use policy::Actor;
use service::join_requests::{self, AskToJoinError, Offer, Standing};
use time::OffsetDateTime;

const MESSAGE: &str = "message";
const KEY: &str = "key";

#[derive(Template)]
#[template(path = "organisations/ask_to_join.html")]
struct AskToJoinPage {
    layout: Layout,
    action: String,
    /// Why they can't ask now.
    waits: Option<String>,
    key: HiddenInput,
    message: Textarea,
    button: Button,
}

impl AskToJoinPage {
    fn new(
        furniture: &Furniture,
        actor: &Actor,
        offer: &Offer,
        now: OffsetDateTime,
        form: &FormState,
    ) -> Self {
        let layout = furniture.supplier(actor, None);
        Self {
            layout: layout
                .title(format!("Ask to join {}", offer.name))
                .back("/organisations/start")
                .errors_of(form),
            action: format!("/organisations/{}/ask-to-join", offer.id),
            waits: waits(offer.standing(now)),
            key: HiddenInput::new(KEY, form.value(KEY)),
            message: Textarea::new(MESSAGE, "Message to the administrators (optional)")
                .hint("For example, which team you are in")
                .rows(3)
                .limit(500)
                .filled_from(form),
            button: Button::primary("Ask to join"),
        }
    }
}

/// Why somebody can't ask now.
fn waits(standing: Standing) -> Option<String> {
    let day = |at| when::date(when::uk_date(at));
    match standing {
        Standing::Open => None,
        Standing::Asked(at) => Some(format!(
            "You asked on {}. The administrators have an email. We will write to you when one of them has answered.",
            day(at)
        )),
        Standing::Refused { at, until } => Some(format!(
            "An administrator refused on {}. You can ask again from {}.",
            day(at),
            day(until)
        )),
    }
}

/// The organisation, if this person may know of it.
async fn find(app: &App, actor: &Actor, id: OrganisationId) -> Result<Offer, PageError> {
    let offers = join_requests::list_offers(&app.store, actor).await?;
    let found = offers.into_iter().find(|offer| offer.id == id);
    found.ok_or(PageError::NotFound)
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(organisation): Path<String>,
) -> Reply {
    let id = organisation_id(&organisation)?;
    if actor.role_in(id).is_some() {
        return reply::see_other(&format!("/organisations/{id}"));
    }
    let offer = find(&app, &actor, id).await?;
    let form = furniture.form(FormState::keeping([(
        KEY,
        JoinRequestId::new().to_string(),
    )]));
    let now = app.clock.now();
    reply::ok(&AskToJoinPage::new(&furniture, &actor, &offer, now, &form))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(organisation): Path<String>,
    mut posted: Posted,
) -> Reply {
    let id = organisation_id(&organisation)?;
    let offer = find(&app, &actor, id).await?;
    let mut form = FormState::keeping([KEY, MESSAGE].map(|name| (name, posted.take(name))));
    posted.finish()?;
    let key = join_request_id(form.value(KEY)).map_err(|_| PageError::Unreadable)?;
    let message = match JoinMessage::parse(form.value(MESSAGE)) {
        Ok(message) => Some(message),
        Err(TextError::Empty) => None,
        Err(TextError::TooLong { max }) => {
            form.error(
                MESSAGE,
                format!("Message must be {} characters or less", with_commas(max)),
            );
            None
        }
        Err(TextError::ControlCharacter) => {
            form.error(
                MESSAGE,
                "Message must not include characters that nobody can see. Type it again",
            );
            None
        }
    };
    if !form.has_errors() {
        let url = &app.public_url;
        let asked = join_requests::ask(&app.store, url, &actor, key, id, message.as_ref()).await;
        match asked {
            Ok(()) => {
                let saying = format!("You asked to join {}", offer.name);
                return reply::see_other_saying("/organisations/start", &saying);
            }
            // The page says since when and until when.
            Err(AskToJoinError::RefusedLately) => {
                return reply::see_other(&format!("/organisations/{id}/ask-to-join"));
            }
            Err(AskToJoinError::TooMany) => form.error(
                MESSAGE,
                "You have asked 5 organisations. Wait until one of them has answered",
            ),
            Err(AskToJoinError::NotFound) => return Err(PageError::NotFound),
            Err(AskToJoinError::Store(error)) => return Err(error.into()),
        }
    }
    let now = app.clock.now();
    let page = AskToJoinPage::new(&furniture, &actor, &offer, now, &form);
    reply::unprocessable(&page)
}
