//! A member: another role, or the way to remove them.

use super::{last_signed_in, organisation_id, role_choices, second_factor, user_id};
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::team::date_field::DateField;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, State};
use domain::id::OrganisationId;
use domain::role::OrganisationRole;
use govuk::{
    Button, DateInput, DatePart, FormState, Layout, Legend, Radios, Size, SummaryList, SummaryRow,
};
use policy::Actor;
use service::organisations::{self, ChangePersonError, Listed};

const ROLE: &str = "role";
/// The field of a member's last day.
pub const LEAVES_ON: &str = "leaves_on";
/// Why the last administrator can't go.
pub const LAST: &str = "An organisation needs an administrator. Make somebody else one first";

#[derive(Template)]
#[template(path = "organisations/person.html")]
struct PersonPage {
    layout: Layout,
    action: String,
    invite: String,
    hand_over: String,
    details: SummaryList,
    role: Radios,
    is_last_administrator: bool,
    is_oneself: bool,
    button: Button,
    leaves_on: DateInput,
    save_day: Button,
}

impl PersonPage {
    fn new(
        furniture: &Furniture,
        actor: &Actor,
        id: OrganisationId,
        listed: &Listed,
        form: &FormState,
    ) -> Self {
        let person = &listed.person;
        let mut days = FormState::new();
        DateField::of(LEAVES_ON, person.leaves_on).keep(&mut days);
        // Of the two forms of this page the other one may have been sent.
        if !form.values(DatePart::Day.of(LEAVES_ON)).is_empty() {
            days = form.clone();
        }
        let people = format!("/organisations/{id}/people");
        let layout = furniture.supplier(actor, Some(id)).title(&person.name);
        let legend = Legend::new("Role").size(Size::Medium);
        Self {
            layout: layout.back(&people).errors_of(form),
            action: format!("{people}/{}", person.user),
            invite: format!("{people}/invite"),
            hand_over: format!("{people}/hand-over"),
            details: SummaryList::new()
                .row(SummaryRow::new("Email address", &person.email))
                .row(SummaryRow::new(
                    "Second factor",
                    second_factor(listed.access),
                ))
                .row(SummaryRow::new(
                    "Last signed in",
                    last_signed_in(listed.access),
                )),
            role: role_choices()
                .fold(Radios::new(ROLE, legend), Radios::item)
                .chosen(person.role.as_str())
                .filled_from(form),
            is_last_administrator: form.errors().any(|(_, message)| message == LAST),
            is_oneself: person.user == actor.user,
            button: Button::primary("Save role"),
            leaves_on: DateInput::new(
                LEAVES_ON,
                Legend::new("Last day (optional)").size(Size::Medium),
            )
            .hint(
                "For example, 27 3 2027. After that day they see nothing any more and are removed.",
            )
            .filled_from(&days),
            save_day: Button::secondary("Save last day"),
        }
    }
}

/// Draws the page again with the errors of one of its forms.
pub fn draw_errors(
    furniture: &Furniture,
    actor: &Actor,
    id: OrganisationId,
    listed: &Listed,
    form: &FormState,
) -> Reply {
    reply::unprocessable(&PersonPage::new(furniture, actor, id, listed, form))
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path((organisation, user)): Path<(String, String)>,
) -> Reply {
    let id = organisation_id(&organisation)?;
    let person = organisations::find_person(&app.store, &actor, id, user_id(&user)?).await?;
    let form = furniture.form(FormState::new());
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
    let listed = organisations::find_person(&app.store, &actor, id, user_id(&user)?).await?;
    let person = &listed.person;
    let mut form = FormState::keeping([(ROLE, posted.take(ROLE))]);
    posted.finish()?;
    let Some(role) = OrganisationRole::parse(form.value(ROLE)) else {
        form.error(ROLE, "Select a role");
        return draw_errors(&furniture, &actor, id, &listed, &form);
    };
    match organisations::change_role(&app.store, &actor, id, person.user, role).await {
        Ok(()) => {
            let saying = format!("{} is now: {}", person.name, role.title().to_lowercase());
            reply::see_other_saying(&format!("/organisations/{id}/people"), &saying)
        }
        Err(ChangePersonError::LastAdministrator) => {
            form.error(ROLE, LAST);
            draw_errors(&furniture, &actor, id, &listed, &form)
        }
        Err(error) => Err(error.into()),
    }
}

impl From<ChangePersonError> for PageError {
    fn from(error: ChangePersonError) -> Self {
        match error {
            ChangePersonError::NotFound => Self::NotFound,
            ChangePersonError::Denied(denied) => denied.into(),
            ChangePersonError::LastAdministrator
            | ChangePersonError::Oneself
            | ChangePersonError::DayOver => Self::Conflict,
            ChangePersonError::Store(error) => error.into(),
        }
    }
}
