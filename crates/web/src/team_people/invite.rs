//! Inviting somebody to the team.

use super::{PATH, role_choices};
use crate::accounts::email_field;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::State;
use domain::id::UserId;
use domain::role::TeamRole;
use domain::text::{PersonName, TextError};
use govuk::{Button, FormState, HiddenInput, Layout, Legend, Radios, Size, TextInput};
use policy::team::ManageTeam;
use policy::{Actor, authorise_team};
use service::team_people::{self, TeamPersonError};

const KEY: &str = "key";
const NAME: &str = "name";
const ROLE: &str = "role";

#[derive(Template)]
#[template(path = "team_people/invite.html")]
struct InvitePage {
    layout: Layout,
    key: HiddenInput,
    name: TextInput,
    email: TextInput,
    role: Radios,
    button: Button,
}

impl InvitePage {
    fn new(furniture: &Furniture, actor: &Actor, form: &FormState) -> Self {
        let layout = furniture.team(actor).title("Invite a person to the team");
        let legend = Legend::new("Role").size(Size::Medium);
        Self {
            layout: layout.back(PATH).errors_of(form),
            key: HiddenInput::new(KEY, form.value(KEY)),
            name: TextInput::new(NAME, "Full name")
                .autocomplete("off")
                .spellcheck(false)
                .filled_from(form),
            email: email_field::input("Their email address", form)
                .autocomplete("off")
                .hint("We will send them a link to set up their account, which works for 7 days"),
            role: role_choices()
                .fold(Radios::new(ROLE, legend), Radios::item)
                .filled_from(form),
            button: Button::primary("Send the invitation"),
        }
    }
}

pub async fn show(SignedIn(actor): SignedIn, furniture: Furniture) -> Reply {
    authorise_team::<ManageTeam>(&actor)?;
    let form = furniture.form(FormState::keeping([(KEY, UserId::new().to_string())]));
    reply::ok(&InvitePage::new(&furniture, &actor, &form))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    mut posted: Posted,
) -> Reply {
    authorise_team::<ManageTeam>(&actor)?;
    let fields = [KEY, NAME, email_field::EMAIL, ROLE].map(|name| (name, posted.take(name)));
    posted.finish()?;
    let mut form = FormState::keeping(fields);
    let key = UserId::parse(form.value(KEY)).ok_or(PageError::Unreadable)?;
    let name = PersonName::parse(form.value(NAME));
    let name = form.take(NAME, name, |error| match error {
        TextError::Empty => "Enter their full name".to_owned(),
        TextError::TooLong { max } => format!("Full name must be {max} characters or less"),
        TextError::ControlCharacter => {
            "Full name must not include characters that nobody can see. Type it again".to_owned()
        }
    });
    let email = email_field::parse(&mut form, "Enter their email address");
    let role = TeamRole::parse(form.value(ROLE));
    if role.is_none() {
        form.error(ROLE, "Select a role");
    }
    if let (Some(name), Some(email), Some(role)) = (name, email, role) {
        let url = &app.public_url;
        match team_people::invite(&app.store, url, &actor, key, &email, &name, role).await {
            Ok(()) => {
                return reply::see_other_saying(PATH, &format!("Invitation sent to {email}"));
            }
            Err(TeamPersonError::Exists) => form.error(
                email_field::EMAIL,
                "Somebody has an account with this email address",
            ),
            Err(error) => return Err(error.into()),
        }
    }
    reply::unprocessable(&InvitePage::new(&furniture, &actor, &form))
}
