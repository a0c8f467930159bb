//! Whether an organisation requires two-factor sign-in of its people.

use super::organisation_id;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, State};
use domain::id::OrganisationId;
use domain::role::OrganisationRole::Administrator;
use govuk::{Button, FormState, Layout, Legend, Radios};
use policy::{Actor, Denied};
use service::organisations::{self, RequireSecondFactorError};

const REQUIRED: &str = "required";

#[derive(Template)]
#[template(path = "organisations/two_factor.html")]
struct TwoFactorPage {
    layout: Layout,
    action: String,
    required: Radios,
    is_without_own: bool,
    button: Button,
}

impl TwoFactorPage {
    fn new(furniture: &Furniture, actor: &Actor, id: OrganisationId, form: &FormState) -> Self {
        let layout = furniture.supplier(actor, Some(id));
        let title = "Two-factor sign-in";
        let legend = Legend::new("Must everybody in your organisation use it?");
        Self {
            layout: layout
                .title(title)
                .back(format!("/organisations/{id}"))
                .errors_of(form),
            action: format!("/organisations/{id}/two-factor"),
            required: Radios::yes_no(REQUIRED, legend).filled_from(form),
            is_without_own: false,
            button: Button::primary("Save"),
        }
    }
}

/// The organisation's setting as it is saved, for its administrators.
async fn saved(app: &App, actor: &Actor, id: OrganisationId) -> Result<bool, PageError> {
    let summary = organisations::find(&app.store, actor, id).await?;
    if actor.role_in(id) != Some(Administrator) {
        return Err(Denied::Forbidden.into());
    }
    Ok(summary.organisation.requires_second_factor)
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(organisation): Path<String>,
) -> Reply {
    let id = organisation_id(&organisation)?;
    let is_required = saved(&app, &actor, id).await?;
    actor.confirmed()?;
    let saved = if is_required { "yes" } else { "no" };
    let form = furniture.form(FormState::keeping([(REQUIRED, saved)]));
    reply::ok(&TwoFactorPage::new(&furniture, &actor, id, &form))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(organisation): Path<String>,
    mut posted: Posted,
) -> Reply {
    let id = organisation_id(&organisation)?;
    saved(&app, &actor, id).await?;
    let mut form = FormState::keeping([(REQUIRED, posted.take(REQUIRED))]);
    posted.finish()?;
    let is_required = match form.value(REQUIRED) {
        "yes" => true,
        "no" => false,
        _ => {
            form.error(
                REQUIRED,
                "Select yes if everybody must use two-factor sign-in",
            );
            return reply::unprocessable(&TwoFactorPage::new(&furniture, &actor, id, &form));
        }
    };
    match organisations::require_second_factor(&app.store, &actor, id, is_required).await {
        Ok(()) => {
            let saying = if is_required {
                "Everybody must now use two-factor sign-in"
            } else {
                "Two-factor sign-in is now a choice"
            };
            reply::see_other_saying(&format!("/organisations/{id}"), saying)
        }
        Err(RequireSecondFactorError::NoneYourself) => {
            form.error(REQUIRED, "Set up your own second factor first");
            let mut page = TwoFactorPage::new(&furniture, &actor, id, &form);
            page.is_without_own = true;
            reply::unprocessable(&page)
        }
        Err(RequireSecondFactorError::Denied(denied)) => Err(denied.into()),
        Err(RequireSecondFactorError::Store(error)) => Err(error.into()),
    }
}
