//! Starting an application.

use super::renew;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::State;
use domain::id::{OrganisationId, RequestKey};
use domain::owner_request::Whose;
use domain::role::OrganisationRole;
use domain::when;
use govuk::{Button, Choice, FormState, HiddenInput, Layout, Legend, Radios, Size};
use policy::{Actor, Membership};
use service::applications::StartError;
use store::renewals::Candidate;
use time::Date;

/// What to do: a new service, the same together with the connection certificate, a new service from a
/// file, or the number of the certificate to renew.
const WHAT: &str = "what";
const NEW: &str = "new";
const JOINT: &str = "joint";
const FILE: &str = "file";
const ORGANISATION: &str = "organisation";
const REQUEST_KEY: &str = "request_key";
/// The question set of new applications.
const SET: &str = "psn-cop";

#[derive(Template)]
#[template(path = "applications/new.html")]
struct NewPage {
    layout: Layout,
    what: Radios,
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

/// What can be chosen. Where no certificate can be renewed, most people begin with nothing.
fn what(candidates: &[Candidate], today: Date, form: &FormState) -> Radios {
    let legend = Legend::new("What do you want to do?").size(Size::Medium);
    let mut radios = Radios::new(WHAT, legend).option(NEW, "Apply for a new service");
    if candidates.is_empty() {
        radios = radios.chosen(NEW);
    }
    let radios = candidates.iter().fold(radios, |radios, candidate| {
        let last = when::date(candidate.validity.to);
        let day = if candidate.validity.to < today {
            "ended on"
        } else {
            "last day"
        };
        let label = format!("Renew the certificate for {}", candidate.service_name);
        let hint = format!("{}, {day} {last}", candidate.number);
        radios.item(Choice::new(&candidate.number, label).hint(hint))
    });
    let joint = Choice::new(
        JOINT,
        "Apply for a new service and for its connection certificate at the same time",
    )
    .hint("Your own infrastructure has no certificate yet. You send us your Code of Connection (CoCo) too, and we assess both in parallel");
    let file = Choice::new(FILE, "Apply for a new service, starting from a file")
        .hint("A form that you filled in offline, or a copy of an earlier application");
    radios.item(joint).item(file).filled_from(form)
}

fn draw(
    furniture: &Furniture,
    actor: &Actor,
    key: RequestKey,
    (candidates, today): (&[Candidate], Date),
    form: &FormState,
) -> NewPage {
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
        what: what(candidates, today, form),
        organisation,
        hidden,
        start: Button::primary("Start an application"),
        has_organisation: !places.is_empty(),
    }
}

/// The certificates that the person may renew today.
async fn candidates(app: &App, actor: &Actor) -> Result<Vec<Candidate>, PageError> {
    let places: Vec<OrganisationId> = places(actor)
        .iter()
        .map(|place| place.organisation)
        .collect();
    Ok(service::applications::renewable(&app.store, actor, &places).await?)
}

fn today(app: &App) -> Date {
    when::uk_date(app.clock.now())
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
) -> Reply {
    if places(&actor).is_empty() && !actor.memberships.is_empty() {
        return Err(PageError::Forbidden);
    }
    reply::ok(&draw(
        &furniture,
        &actor,
        RequestKey::new(),
        (&candidates(&app, &actor).await?, today(&app)),
        &furniture.form(FormState::new()),
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
    let chosen = posted.take(WHAT);
    posted.finish()?;
    let candidates = candidates(&app, &actor).await?;
    if let Some(candidate) = candidates.iter().find(|one| one.number == chosen) {
        return reply::see_other(&renew::path(&candidate.number));
    }
    let mut form =
        FormState::keeping([(WHAT, chosen.clone()), (ORGANISATION, organisation.clone())]);
    if ![NEW, JOINT, FILE].contains(&&*chosen) {
        form.error(WHAT, "Select what you want to do");
    } else if organisation.is_empty() {
        form.error(
            ORGANISATION,
            "Select which organisation will provide the service",
        );
    }
    if form.has_errors() {
        return reply::unprocessable(&draw(
            &furniture,
            &actor,
            key,
            (&candidates, today(&app)),
            &form,
        ));
    }
    let organisation = OrganisationId::parse(&organisation).ok_or(PageError::NotFound)?;
    let set = questions::current(SET)
        .ok_or_else(|| PageError::internal("the question set is missing"))?;
    let whose = (chosen == JOINT).then_some(Whose::Both);
    let started =
        service::applications::start(&app.store, &actor, organisation, set, whose, key).await;
    match started {
        Ok(reference) if chosen == FILE => {
            reply::see_other(&format!("/applications/{reference}/import"))
        }
        Ok(reference) if chosen == JOINT => reply::see_other_saying(
            &format!("/applications/{reference}"),
            "You apply for both at the same time. Tell us about your Code of Connection (CoCo) under PSN-compliant infrastructure",
        ),
        Ok(reference) => reply::see_other(&format!("/applications/{reference}")),
        Err(StartError::Denied(denied)) => Err(denied.into()),
        Err(StartError::NotFound) => Err(PageError::NotFound),
        Err(StartError::Store(error)) => Err(error.into()),
    }
}
