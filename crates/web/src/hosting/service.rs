//! The owner says whether a service runs on its infrastructure.

use super::{infrastructure_id, path};
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::organisations::organisation_id;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use ::service::hosting::{Held, answer, held};
use askama::Template;
use axum::extract::{Path, State};
use domain::id::{InfrastructureId, OrganisationId};
use domain::reference::ServiceCode;
use govuk::{Button, Choice, FormState, Layout, Legend, Radios};
use policy::organisation::AnswerForInfrastructure;
use policy::{Actor, authorise};

const RUNS_HERE: &str = "runs_here";

#[derive(Template)]
#[template(path = "hosting/service.html")]
struct ServicePage {
    layout: Layout,
    action: String,
    runs_here: Radios,
    button: Button,
}

/// Which service of which infrastructure the page is about.
struct Place {
    organisation: OrganisationId,
    infrastructure: InfrastructureId,
    code: ServiceCode,
}

impl Place {
    fn parse(
        (organisation, infrastructure, code): &(String, String, String),
    ) -> Result<Self, PageError> {
        Ok(Self {
            organisation: organisation_id(organisation)?,
            infrastructure: infrastructure_id(infrastructure)?,
            code: ServiceCode::parse(code).ok_or(PageError::NotFound)?,
        })
    }

    fn page(
        &self,
        furniture: &Furniture,
        actor: &Actor,
        held: &Held,
        form: &FormState,
    ) -> ServicePage {
        let question = format!("Does {} run on {}?", self.code, held.infrastructure.name);
        let back = path(self.organisation, self.infrastructure);
        let layout = furniture.supplier(actor, Some(self.organisation));
        let yes = Choice::new("yes", "Yes, it runs here");
        let no = Choice::new("no", "No, it does not run here");
        ServicePage {
            layout: layout
                .title(&question)
                .section(&held.infrastructure.name)
                .back(&back)
                .errors_of(form),
            action: format!("{back}/services/{}", self.code),
            runs_here: Radios::new(RUNS_HERE, Legend::page_heading(&question))
                .item(yes.hint("Your list and the register say the same"))
                .item(
                    no.hint(
                        "The PSN team sees that the lists differ, and asks you or the supplier",
                    ),
                )
                .filled_from(form),
            button: Button::primary("Save your answer"),
        }
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(parts): Path<(String, String, String)>,
) -> Reply {
    let place = Place::parse(&parts)?;
    authorise::<AnswerForInfrastructure>(&actor, place.organisation)?;
    let held = held(
        &app.store,
        &actor,
        place.organisation,
        place.infrastructure,
        "",
    )
    .await?;
    let mut services = held.services.iter();
    let known = services.find_map(|service| {
        let is_it = service.certified.as_ref()?.code == place.code;
        service.says.as_ref().filter(|_| is_it)
    });
    let mut form = FormState::new();
    if let Some(says) = known {
        form.set(RUNS_HERE, if says.runs_here { "yes" } else { "no" });
    }
    let form = furniture.form(form);
    reply::ok(&place.page(&furniture, &actor, &held, &form))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(parts): Path<(String, String, String)>,
    mut posted: Posted,
) -> Reply {
    let typed = posted.take(RUNS_HERE);
    posted.finish()?;
    let place = Place::parse(&parts)?;
    let runs_here = match typed.as_str() {
        "yes" => true,
        "no" => false,
        _ => {
            authorise::<AnswerForInfrastructure>(&actor, place.organisation)?;
            let store = &app.store;
            let held = held(store, &actor, place.organisation, place.infrastructure, "").await?;
            let mut form = FormState::new();
            form.error(RUNS_HERE, format!("Select yes if {} runs here", place.code));
            return reply::unprocessable(&place.page(&furniture, &actor, &held, &form));
        }
    };
    let (organisation, infrastructure) = (place.organisation, place.infrastructure);
    answer(
        &app.store,
        &actor,
        organisation,
        infrastructure,
        &place.code,
        runs_here,
    )
    .await?;
    let saying = format!("Your answer about {} is saved", place.code);
    reply::see_other_saying(&path(organisation, infrastructure), &saying)
}
