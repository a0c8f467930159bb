//! Starting an application.

use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::State;
use domain::id::{OrganisationId, RequestKey};
use domain::role::OrganisationRole;
use govuk::{Button, FormState, HiddenInput, Layout, Legend, Radios, Size};
use policy::{Actor, Membership};
use service::applications::StartError;

const ORGANISATION: &str = "organisation";
const REQUEST_KEY: &str = "request_key";
/// The question set of new applications.
const SET: &str = "psn-cop";

#[derive(Template)]
#[template(path = "applications/new.html")]
struct NewPage {
    layout: Layout,
    organisation: Option<Radios>,
    hidden: Vec<HiddenInput>,
    start: Button,
    has_organisation: bool,
}

/// The organisations for which the person may start an application.
fn places(actor: &Actor) -> Vec<&Membership> {
    let memberships = actor.memberships.iter();
    memberships
        .filter(|place| place.role.includes(OrganisationRole::Editor))
        .collect()
}

fn draw(furniture: &Furniture, actor: &Actor, key: RequestKey, form: &FormState) -> NewPage {
    let places = places(actor);
    let mut hidden = vec![HiddenInput::new(REQUEST_KEY, key.to_string())];
    let organisation = match places.as_slice() {
        [] => None,
        [only] => {
            hidden.push(HiddenInput::new(
                ORGANISATION,
                only.organisation.to_string(),
            ));
            None
        }
        several => {
            let legend =
                Legend::new("Which organisation will provide the service?").size(Size::Medium);
            let radios = several
                .iter()
                .fold(Radios::new(ORGANISATION, legend), |radios, place| {
                    radios.option(place.organisation.to_string(), &place.organisation_name)
                });
            Some(radios.filled_from(form))
        }
    };
    NewPage {
        layout: furniture
            .supplier(actor, None)
            .title("Start an application")
            .back("/home")
            .errors_of(form),
        organisation,
        hidden,
        start: Button::primary("Start an application"),
        has_organisation: !places.is_empty(),
    }
}

pub async fn show(SignedIn(actor): SignedIn, furniture: Furniture) -> Reply {
    if places(&actor).is_empty() && !actor.memberships.is_empty() {
        return Err(PageError::Forbidden);
    }
    reply::ok(&draw(
        &furniture,
        &actor,
        RequestKey::new(),
        &FormState::new(),
    ))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    mut posted: Posted,
) -> Reply {
    let organisation = posted.take(ORGANISATION);
    let key = RequestKey::parse(&posted.take(REQUEST_KEY)).ok_or(PageError::Unreadable)?;
    posted.finish()?;
    if organisation.is_empty() {
        let mut form = FormState::new();
        form.error(
            ORGANISATION,
            "Select which organisation will provide the service",
        );
        return reply::unprocessable(&draw(&furniture, &actor, key, &form));
    }
    let organisation = OrganisationId::parse(&organisation).ok_or(PageError::NotFound)?;
    let set = questions::current(SET)
        .ok_or_else(|| PageError::internal("the question set is missing"))?;
    let started = service::applications::start(&app.store, &actor, organisation, set, key).await;
    match started {
        Ok(reference) => reply::see_other(&format!("/applications/{reference}")),
        Err(StartError::Denied(denied)) => Err(denied.into()),
        Err(StartError::NotFound) => Err(PageError::NotFound),
        Err(StartError::Store(error)) => Err(error.into()),
    }
}
