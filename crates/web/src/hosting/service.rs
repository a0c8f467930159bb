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
use store::hosting::Hosted;

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
        let differ = "The PSN team sees that the lists differ, and asks you or the supplier";
        let same = "Your list and the register say the same";
        let (of_yes, of_no) = if names_it(held, &self.code) {
            (same, differ)
        } else {
            (
                differ,
                "We take it off your list. The register does not have it here either",
            )
        };
        ServicePage {
            layout: layout
                .title(&question)
                .section(&held.infrastructure.name)
                .back(&back)
                .errors_of(form),
            action: format!("{back}/services/{}", self.code),
            runs_here: Radios::new(RUNS_HERE, Legend::page_heading(&question))
                .item(yes.hint(of_yes))
                .item(no.hint(of_no))
                .filled_from(form),
            button: Button::primary("Save your answer"),
        }
    }
}

/// Whether a service with this code names the infrastructure in the register.
fn names_it(held: &Held, code: &ServiceCode) -> bool {
    held.services.iter().any(|service| is_of(service, code))
}

fn is_of(service: &Hosted, code: &ServiceCode) -> bool {
    let certified = service.certified.as_ref();
    certified.is_some_and(|certified| certified.code == *code)
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
    let services = held.services.iter().filter(|one| is_of(one, &place.code));
    let named = held.named_by_owner.iter();
    let named = named.filter(|one| one.code == place.code);
    let known = services
        .filter_map(|one| one.says.as_ref())
        .chain(named.map(|one| &one.says))
        .next();
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
