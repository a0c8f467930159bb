//! An organisation takes back its agreement to one service.

use super::withdraw_form::{WithdrawForm, effects, read};
use super::{infrastructure_id, path};
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::organisations::organisation_id;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use ::service::hosting::{Effect, find_agreement, withdraw};
use ::service::reviews::Office;
use askama::Template;
use axum::extract::{Path, State};
use domain::id::{InfrastructureId, OrganisationId, OwnerRequestId};
use domain::when;
use govuk::{FormState, Layout};
use policy::Actor;
use store::hosting::Hosted;

#[derive(Template)]
#[template(path = "hosting/withdraw.html")]
struct WithdrawPage {
    layout: Layout,
    service: String,
    effects: Vec<String>,
    action: String,
    form: WithdrawForm,
}

/// Which agreement of which infrastructure the page is about.
struct Place {
    organisation: OrganisationId,
    infrastructure: InfrastructureId,
    request: OwnerRequestId,
}

impl Place {
    fn parse(
        (organisation, infrastructure, request): &(String, String, String),
    ) -> Result<Self, PageError> {
        Ok(Self {
            organisation: organisation_id(organisation)?,
            infrastructure: infrastructure_id(infrastructure)?,
            request: OwnerRequestId::parse(request).ok_or(PageError::NotFound)?,
        })
    }

    fn page(
        &self,
        furniture: &Furniture,
        actor: &Actor,
        (hosted, effect): &(Hosted, Effect),
        form: &FormState,
    ) -> WithdrawPage {
        let back = path(self.organisation, self.infrastructure);
        let layout = furniture.supplier(actor, Some(self.organisation));
        WithdrawPage {
            layout: layout
                .title("Take back your agreement")
                .section(&hosted.service_name)
                .back(&back)
                .errors_of(form),
            service: format!("{}, {}", hosted.service_name, hosted.supplier_name),
            effects: effects(effect, &hosted.supplier_name, &hosted.service_name),
            action: format!("{back}/agreements/{}/withdraw", self.request),
            form: WithdrawForm::new(form),
        }
    }

    async fn find(&self, app: &App, actor: &Actor) -> Result<(Hosted, Effect), PageError> {
        let place = (self.organisation, self.infrastructure);
        Ok(find_agreement(&app.store, actor, place, self.request).await?)
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(parts): Path<(String, String, String)>,
) -> Reply {
    let place = Place::parse(&parts)?;
    let found = place.find(&app, &actor).await?;
    let form = furniture.form(FormState::new());
    reply::ok(&place.page(&furniture, &actor, &found, &form))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(parts): Path<(String, String, String)>,
    mut posted: Posted,
) -> Reply {
    let place = Place::parse(&parts)?;
    let typed = read(&mut posted, when::uk_date(app.clock.now()));
    posted.finish()?;
    let found = place.find(&app, &actor).await?;
    let (from, reason) = match typed {
        Ok(typed) => typed,
        Err(form) => {
            return reply::unprocessable(&place.page(&furniture, &actor, &found, &form));
        }
    };
    let office = Office {
        public_url: &app.public_url,
        team_email: &app.team_email,
    };
    let which = (place.organisation, place.request);
    withdraw(&app.store, &actor, which, from, &reason, office).await?;
    let back = path(place.organisation, place.infrastructure);
    reply::see_other_saying(
        &back,
        "You took your agreement back. We told the supplier and the PSN team",
    )
}
