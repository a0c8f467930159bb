//! Making a colleague an administrator and stepping down, in one step.

use super::{organisation_id, person, role_choices};
use crate::App;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Path, State};
use domain::id::{OrganisationId, UserId};
use domain::role::OrganisationRole::{self, Administrator};
use govuk::{Button, Choice, FormState, Layout, Legend, Radios, Size};
use policy::Actor;
use service::organisations::{self, ChangePersonError};
use store::organisations::people::Person;

const TO: &str = "to";
const ROLE: &str = "role";

#[derive(Template)]
#[template(path = "organisations/hand_over.html")]
struct HandOverPage {
    layout: Layout,
    action: String,
    invite: String,
    has_colleagues: bool,
    to: Radios,
    role: Radios,
    button: Button,
}

impl HandOverPage {
    fn new(
        furniture: &Furniture,
        actor: &Actor,
        id: OrganisationId,
        colleagues: &[Person],
        form: &FormState,
    ) -> Self {
        let people = format!("/organisations/{id}/people");
        let layout = furniture.supplier(actor, Some(id));
        let to = Legend::new("Who will be an administrator?").size(Size::Medium);
        let role = Legend::new("What will you be able to do afterwards?").size(Size::Medium);
        let choices = colleagues.iter().map(|person| {
            let hint = format!("{}, {}", person.email, person.role.title().to_lowercase());
            Choice::new(person.user.to_string(), &person.name).hint(hint)
        });
        Self {
            layout: layout
                .title("Hand over to another administrator")
                .back(&people)
                .errors_of(form),
            action: format!("{people}/hand-over"),
            invite: format!("{people}/invite"),
            has_colleagues: !colleagues.is_empty(),
            to: choices
                .fold(Radios::new(TO, to), Radios::item)
                .filled_from(form),
            role: role_choices()
                .skip(1)
                .fold(Radios::new(ROLE, role), Radios::item)
                .filled_from(form),
            button: Button::primary("Hand over"),
        }
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(organisation): Path<String>,
) -> Reply {
    let id = organisation_id(&organisation)?;
    let colleagues = organisations::list_colleagues(&app.store, &actor, id).await?;
    let form = furniture.form(FormState::new());
    reply::ok(&HandOverPage::new(
        &furniture,
        &actor,
        id,
        &colleagues,
        &form,
    ))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(organisation): Path<String>,
    mut posted: Posted,
) -> Reply {
    let id = organisation_id(&organisation)?;
    let colleagues = organisations::list_colleagues(&app.store, &actor, id).await?;
    let mut form = FormState::keeping([TO, ROLE].map(|name| (name, posted.take(name))));
    posted.finish()?;
    let to = UserId::parse(form.value(TO));
    let to = to.and_then(|user| colleagues.iter().find(|person| person.user == user));
    if to.is_none() {
        form.error(TO, "Select who will be an administrator");
    }
    let role = OrganisationRole::parse(form.value(ROLE)).filter(|role| *role != Administrator);
    if role.is_none() {
        form.error(ROLE, "Select what you will be able to do afterwards");
    }
    if let (Some(to), Some(role)) = (to, role) {
        match organisations::hand_over(&app.store, &actor, id, to.user, role).await {
            Ok(()) => {
                let saying = format!("{} is an administrator now, and you are not", to.name);
                let path = format!("/organisations/{id}/people");
                return reply::see_other_saying(&path, &saying);
            }
            Err(ChangePersonError::LastAdministrator) => form.error(TO, person::LAST),
            Err(error) => return Err(error.into()),
        }
    }
    reply::unprocessable(&HandOverPage::new(
        &furniture,
        &actor,
        id,
        &colleagues,
        &form,
    ))
}
