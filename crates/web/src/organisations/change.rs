//! An administrator changes the name or the address of the organisation: the question of setting it up
//! once more, with what it is now.

use super::{organisation_id, question};
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, State};
use domain::id::OrganisationId;
use domain::when;
use govuk::{Button, FormState, Html, Layout};
use policy::Actor;
use questions::{Page, Reference, Values};
use service::organisations::{self, ChangeError, Part};

#[derive(Template)]
#[template(path = "organisations/change.html")]
struct ChangePage {
    layout: Layout,
    action: String,
    /// None where the only field carries it.
    heading: Option<String>,
    is_name: bool,
    fields: Vec<Html>,
    button: Button,
}

/// The part of an organisation that a page changes.
struct Place {
    id: OrganisationId,
    part: Part,
    page: Page,
}

impl Place {
    fn parse(organisation: &str, part: Part) -> Result<Self, PageError> {
        let mut page = part.page().ok_or(PageError::NotFound)?;
        if part == Part::Name {
            "Legal name of your organisation".clone_into(&mut page.heading);
        }
        Ok(Self {
            id: organisation_id(organisation)?,
            part,
            page,
        })
    }

    fn draw(
        &self,
        furniture: &Furniture,
        actor: &Actor,
        name: &str,
        form: &FormState,
    ) -> ChangePage {
        let own = format!("/organisations/{}", self.id);
        let tail = match self.part {
            Part::Name => "name",
            Part::Address => "address",
        };
        ChangePage {
            action: format!("{own}/{tail}"),
            layout: furniture
                .supplier(actor, Some(self.id))
                .title(&self.page.heading)
                .section(name)
                .back(own)
                .errors_of(form),
            heading: (self.page.fields.len() > 1).then(|| self.page.heading.clone()),
            is_name: self.part == Part::Name,
            fields: question::fields(&self.page, form),
            button: Button::primary("Save"),
        }
    }
}

pub async fn show_name(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(organisation): Path<String>,
) -> Reply {
    show(
        &app,
        &actor,
        &furniture,
        &Place::parse(&organisation, Part::Name)?,
    )
    .await
}

pub async fn show_address(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(organisation): Path<String>,
) -> Reply {
    show(
        &app,
        &actor,
        &furniture,
        &Place::parse(&organisation, Part::Address)?,
    )
    .await
}

async fn show(app: &App, actor: &Actor, furniture: &Furniture, place: &Place) -> Reply {
    let (organisation, values) =
        organisations::filled(&app.store, actor, place.id, place.part).await?;
    let form = furniture.form(question::form_of(&values));
    reply::ok(&place.draw(furniture, actor, &organisation.name, &form))
}

pub async fn submit_name(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(organisation): Path<String>,
    posted: Posted,
) -> Reply {
    let place = Place::parse(&organisation, Part::Name)?;
    submit(&app, &actor, &furniture, &place, posted).await
}

pub async fn submit_address(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(organisation): Path<String>,
    posted: Posted,
) -> Reply {
    let place = Place::parse(&organisation, Part::Address)?;
    submit(&app, &actor, &furniture, &place, posted).await
}

async fn submit(
    app: &App,
    actor: &Actor,
    furniture: &Furniture,
    place: &Place,
    posted: Posted,
) -> Reply {
    let typed: Values = posted.into_fields();
    let checked = place
        .page
        .check(&typed, &Reference::on(when::uk_date(app.clock.now())));
    if !checked.unknown_fields.is_empty() {
        return Err(PageError::Unreadable);
    }
    let mut form = question::form_of(&checked.values);
    for error in &checked.errors {
        form.error_at(&error.field, &error.target, &error.message);
    }
    if form.has_errors() {
        let (organisation, _) =
            organisations::filled(&app.store, actor, place.id, place.part).await?;
        return reply::unprocessable(&place.draw(furniture, actor, &organisation.name, &form));
    }
    let wanted = (place.part, &checked.values);
    let own = format!("/organisations/{}", place.id);
    if !organisations::change(&app.store, actor, place.id, wanted, app.office()).await? {
        return reply::see_other(&own);
    }
    let saying = match place.part {
        Part::Name => "You changed the legal name. We told the other administrators",
        Part::Address => "You changed the address. We told the other administrators",
    };
    reply::see_other_saying(&own, saying)
}

impl From<ChangeError> for PageError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::NotFound => Self::NotFound,
            ChangeError::Denied(denied) => denied.into(),
            ChangeError::Store(error) => error.into(),
        }
    }
}
