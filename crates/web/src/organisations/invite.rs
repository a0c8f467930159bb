//! Inviting a colleague.

use super::{organisation_id, role_choices};
use crate::accounts::email_field;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, State};
use domain::id::{InvitationId, OrganisationId};
use domain::role::OrganisationRole;
use govuk::{Button, FormState, HiddenInput, Layout, Legend, Radios, Size, TextInput};
use policy::organisation::ManagePeople;
use policy::{Actor, authorise};
use service::invitations::{self, InviteError, OPEN_MAX};

const ROLE: &str = "role";
const KEY: &str = "key";

#[derive(Template)]
#[template(path = "organisations/invite.html")]
struct InvitePage {
    layout: Layout,
    action: String,
    key: HiddenInput,
    email: TextInput,
    role: Radios,
    button: Button,
}

impl InvitePage {
    fn new(furniture: &Furniture, actor: &Actor, id: OrganisationId, form: &FormState) -> Self {
        let layout = furniture
            .supplier(actor, Some(id))
            .title("Invite a colleague");
        let people = format!("/organisations/{id}/people");
        let legend = Legend::new("What should they be able to do?").size(Size::Medium);
        Self {
            layout: layout.back(&people).errors_of(form),
            action: format!("{people}/invite"),
            key: HiddenInput::new(KEY, form.value(KEY)),
            email: email_field::input("Their email address", form)
                .autocomplete("off")
                .hint("We will send them a link, which works for 7 days"),
            role: role_choices()
                .fold(Radios::new(ROLE, legend), Radios::item)
                .filled_from(form),
            button: Button::primary("Send the invitation"),
        }
    }
}

pub async fn show(
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(organisation): Path<String>,
) -> Reply {
    let id = organisation_id(&organisation)?;
    authorise::<ManagePeople>(&actor, id)?;
    let form = furniture.form(FormState::keeping([(KEY, InvitationId::new().to_string())]));
    reply::ok(&InvitePage::new(&furniture, &actor, id, &form))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(organisation): Path<String>,
    mut posted: Posted,
) -> Reply {
    let id = organisation_id(&organisation)?;
    authorise::<ManagePeople>(&actor, id)?;
    let fields = [KEY, email_field::EMAIL, ROLE].map(|name| (name, posted.take(name)));
    posted.finish()?;
    let mut form = FormState::keeping(fields);
    let key = InvitationId::parse(form.value(KEY)).ok_or(PageError::Unreadable)?;
    let email = email_field::parse(&mut form, "Enter their email address");
    let role = OrganisationRole::parse(form.value(ROLE));
    if role.is_none() {
        form.error(ROLE, "Select what they should be able to do");
    }
    let (Some(email), Some(role)) = (email, role) else {
        return reply::unprocessable(&InvitePage::new(&furniture, &actor, id, &form));
    };
    let url = &app.public_url;
    match invitations::invite(&app.store, url, &actor, id, key, &email, role).await {
        Ok(()) => {
            let people = format!("/organisations/{id}/people");
            return reply::see_other_saying(&people, &format!("Invitation sent to {email}"));
        }
        Err(InviteError::AlreadyMember) => {
            form.error(
                email_field::EMAIL,
                "This person is already in your organisation",
            );
        }
        Err(InviteError::TooMany) => {
            let message = format!("You have {OPEN_MAX} open invitations. Cancel one first");
            form.error(email_field::EMAIL, message);
        }
        Err(error) => return Err(error.into()),
    }
    reply::unprocessable(&InvitePage::new(&furniture, &actor, id, &form))
}
