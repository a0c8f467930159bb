//! An organisation takes back its agreement to one service, or keeps it after all.

use super::ended::EndedPage;
use super::withdraw_form::{WithdrawForm, effects, ends_before, read, told};
use super::{infrastructure_id, path};
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::organisations::organisation_id;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use ::service::hosting::{self, Effect, WithdrawError, find_agreement};
use askama::Template;
use axum::extract::{Path, State};
use domain::id::{InfrastructureId, OrganisationId, OwnerRequestId};
use domain::owner_request::OwnerRequestState;
use domain::when;
use govuk::{Button, FormState, InsetText, Layout, PostForm};
use policy::Actor;
use store::hosting::Hosted;
use time::Date;

#[derive(Template)]
#[template(path = "hosting/withdraw.html")]
struct WithdrawPage {
    layout: Layout,
    service: String,
    effects: Vec<String>,
    action: String,
    form: WithdrawForm,
    /// That it is taken back from a day that is to come, and the button that keeps it; in place of the form.
    notice: Option<(InsetText, PostForm)>,
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
        let agreement = format!("{back}/agreements/{}", self.request);
        let notice = hosted.taken_back_from.map(|from| {
            let button = Button::primary("Keep your agreement");
            let keep = PostForm::new(format!("{agreement}/keep"), layout.csrf(), button);
            (taken_back(from, hosted.taken_back_by.as_deref()), keep)
        });
        WithdrawPage {
            layout: layout
                .title("Take back your agreement")
                .section(&hosted.service_name)
                .back(&back)
                .errors_of(form),
            service: format!("{}, {}", hosted.service_name, hosted.supplier_name),
            effects: effects(effect, &hosted.supplier_name, &hosted.service_name),
            action: format!("{agreement}/withdraw"),
            notice,
            form: WithdrawForm::new(form),
        }
    }

    /// That there is nothing to take back or to keep any more.
    fn ended(
        &self,
        furniture: &Furniture,
        actor: &Actor,
        (hosted, _): &(Hosted, Effect),
    ) -> EndedPage {
        let back = path(self.organisation, self.infrastructure);
        let layout = furniture.supplier(actor, Some(self.organisation));
        EndedPage::of(hosted, layout, back)
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
    if has_ended(&found) {
        return reply::ok(&place.ended(&furniture, &actor, &found));
    }
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
    if has_ended(&found) {
        return reply::conflict(&place.ended(&furniture, &actor, &found));
    }
    let (from, reason) = match typed {
        Ok(typed) => typed,
        Err(form) => {
            return reply::unprocessable(&place.page(&furniture, &actor, &found, &form));
        }
    };
    let which = (place.organisation, place.request);
    let done = hosting::withdraw(&app.store, &actor, which, from, &reason, app.office()).await;
    if let Err(WithdrawError::EndsBefore(end)) = done {
        let form = ends_before(from, &reason, end);
        return reply::unprocessable(&place.page(&furniture, &actor, &found, &form));
    }
    done?;
    let back = path(place.organisation, place.infrastructure);
    let told = told(&found.1, "the supplier");
    let words = format!("You took your agreement back. We told {told}");
    reply::see_other_saying(&back, &words)
}

/// Keeps an agreement that was taken back from a day which is still to come.
pub async fn keep(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(parts): Path<(String, String, String)>,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    let place = Place::parse(&parts)?;
    let found = place.find(&app, &actor).await?;
    if has_ended(&found) {
        return reply::conflict(&place.ended(&furniture, &actor, &found));
    }
    let which = (place.organisation, place.request);
    hosting::keep(&app.store, &actor, which, app.office()).await?;
    let back = path(place.organisation, place.infrastructure);
    let told = told(&found.1, "the supplier");
    let words = format!("You keep your agreement. We told {told}");
    reply::see_other_saying(&back, &words)
}

/// Whether the last day of the agreement is over.
fn has_ended((hosted, _): &(Hosted, Effect)) -> bool {
    hosted.agreement == OwnerRequestState::Withdrawn
}

/// That an agreement is taken back from a day that is to come, by whom, and until when it counts.
fn taken_back(from: Date, by: Option<&str>) -> InsetText {
    let by = by.unwrap_or("Somebody of your organisation");
    let last_day = from.previous_day().map_or_else(String::new, when::date);
    InsetText::new(format!(
        "{by} took this agreement back from {}. It counts until {last_day}. To give another day, keep it first, then take it back again.",
        when::date(from)
    ))
}
