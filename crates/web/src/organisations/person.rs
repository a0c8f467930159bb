//! A member: another role, or the way to remove them.

use super::{organisation_id, role_choices, user_id};
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, State};
use domain::id::OrganisationId;
use domain::role::OrganisationRole;
use govuk::{Button, FormState, Layout, Legend, Radios, Size, SummaryList, SummaryRow};
use policy::Actor;
use service::organisations::{self, ChangePersonError};
use store::organisations::people::Person;

const ROLE: &str = "role";
const LAST: &str = "An organisation needs an administrator. Make somebody else one first";

#[derive(Template)]
#[template(path = "organisations/person.html")]
struct PersonPage {
    layout: Layout,
    action: String,
    invite: String,
    details: SummaryList,
    role: Radios,
    is_last_administrator: bool,
    is_oneself: bool,
    button: Button,
}

impl PersonPage {
    fn new(
        furniture: &Furniture,
        actor: &Actor,
        id: OrganisationId,
        person: &Person,
        form: &FormState,
    ) -> Self {
        let people = format!("/organisations/{id}/people");
        let layout = furniture.supplier(actor, Some(id)).title(&person.name);
        let legend = Legend::new("Role").size(Size::Medium);
        Self {
            layout: layout.back(&people).errors_of(form),
            action: format!("{people}/{}", person.user),
            invite: format!("{people}/invite"),
            details: SummaryList::new().row(SummaryRow::new("Email address", &person.email)),
            role: role_choices()
                .fold(Radios::new(ROLE, legend), Radios::item)
                .chosen(person.role.as_str())
                .filled_from(form),
            is_last_administrator: form.errors().any(|(_, message)| message == LAST),
            is_oneself: person.user == actor.user,
            button: Button::primary("Save role"),
        }
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path((organisation, user)): Path<(String, String)>,
) -> Reply {
    let id = organisation_id(&organisation)?;
    let person = organisations::find_person(&app.store, &actor, id, user_id(&user)?).await?;
    let form = FormState::new();
    reply::ok(&PersonPage::new(&furniture, &actor, id, &person, &form))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path((organisation, user)): Path<(String, String)>,
    mut posted: Posted,
) -> Reply {
    let id = organisation_id(&organisation)?;
    let person = organisations::find_person(&app.store, &actor, id, user_id(&user)?).await?;
    let mut form = FormState::keeping([(ROLE, posted.take(ROLE))]);
    posted.finish()?;
    let Some(role) = OrganisationRole::parse(form.value(ROLE)) else {
        form.error(ROLE, "Select a role");
        return reply::unprocessable(&PersonPage::new(&furniture, &actor, id, &person, &form));
    };
    match organisations::change_role(&app.store, &actor, id, person.user, role).await {
        Ok(()) => {
            let saying = format!("{} is now: {}", person.name, role.title().to_lowercase());
            reply::see_other_saying(&format!("/organisations/{id}/people"), &saying)
        }
        Err(ChangePersonError::LastAdministrator) => {
            form.error(ROLE, LAST);
            reply::unprocessable(&PersonPage::new(&furniture, &actor, id, &person, &form))
        }
        Err(error) => Err(error.into()),
    }
}

impl From<ChangePersonError> for PageError {
    fn from(error: ChangePersonError) -> Self {
        match error {
            ChangePersonError::NotFound => Self::NotFound,
            ChangePersonError::Denied(denied) => denied.into(),
            ChangePersonError::LastAdministrator | ChangePersonError::Oneself => Self::Conflict,
            ChangePersonError::Store(error) => error.into(),
        }
    }
}
