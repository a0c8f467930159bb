//! Somebody of the team: role, leave of absence, last day; or the way back for who has left.

use super::{PATH, list, role_choices, user_id};
use crate::App;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::team::date_field::DateField;
use askama::Template;
use axum::extract::{Path, State};
use domain::role::TeamRole;
use domain::when;
use govuk::{
    Button, DateInput, FormState, Layout, Legend, PostForm, Radios, Size, SummaryList, SummaryRow,
};
use policy::Actor;
use service::team_people::{self, TeamPersonError};
use store::team_people::{Change, TeamPerson};

const ROLE: &str = "role";
const AWAY_FROM: &str = "away_from";
const AWAY_UNTIL: &str = "away_until";
const LEAVES_ON: &str = "leaves_on";
/// Why somebody can't go.
pub const LAST: &str = "The team needs a lead and a service administrator who stay. Give somebody else this role first";

#[derive(Template)]
#[template(path = "team_people/person.html")]
struct PersonPage {
    layout: Layout,
    path: String,
    details: SummaryList,
    is_archived: bool,
    is_oneself: bool,
    invite_again: Option<PostForm>,
    role: Radios,
    away_from: DateInput,
    away_until: DateInput,
    leaves_on: DateInput,
    button: Button,
}

/// What the form begins with.
fn begin(person: &TeamPerson) -> FormState {
    let mut form = FormState::keeping([(ROLE, person.role.as_str())]);
    DateField::of(AWAY_FROM, person.away_from).keep(&mut form);
    DateField::of(AWAY_UNTIL, person.away_until).keep(&mut form);
    DateField::of(LEAVES_ON, person.leaves_on).keep(&mut form);
    form
}

impl PersonPage {
    fn new(furniture: &Furniture, actor: &Actor, person: &TeamPerson, form: &FormState) -> Self {
        let path = format!("{PATH}/{}", person.user);
        let layout = furniture.team(actor).title(&person.name);
        let layout = layout.back(PATH).errors_of(form);
        let mut details = SummaryList::new()
            .row(SummaryRow::new("Email address", &person.email))
            .row(SummaryRow::new(
                "Second factor",
                if person.has_second_factor {
                    "On"
                } else {
                    "Off"
                },
            ))
            .row(SummaryRow::new(
                "Last signed in",
                list::last_signed_in(person),
            ));
        if let Some(at) = person.archived_at {
            let day = when::date(when::uk_date(at));
            details = details.row(SummaryRow::new("Left the team", day));
        }
        let date = |name, legend: &str| {
            let legend = Legend::new(legend).size(Size::Small);
            DateInput::new(name, legend).filled_from(form)
        };
        let legend = Legend::new("Role").size(Size::Medium);
        let again = PostForm::new(
            format!("{path}/invite-again"),
            layout.csrf(),
            Button::secondary("Send the link again"),
        );
        let is_archived = person.archived_at.is_some();
        Self {
            path,
            details,
            is_archived,
            is_oneself: person.user == actor.user,
            invite_again: (!person.is_set_up && !is_archived).then_some(again),
            role: role_choices()
                .fold(Radios::new(ROLE, legend), Radios::item)
                .filled_from(form),
            away_from: date(AWAY_FROM, "First day of leave (optional)")
                .hint("For example, 27 3 2027"),
            away_until: date(AWAY_UNTIL, "Last day of leave (optional)"),
            leaves_on: date(LEAVES_ON, "Last day in the team (optional)"),
            button: Button::primary(if is_archived {
                "Bring back to the team"
            } else {
                "Save"
            }),
            layout,
        }
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(user): Path<String>,
) -> Reply {
    let person = team_people::find(&app.store, &actor, user_id(&user)?).await?;
    let form = furniture.form(begin(&person));
    reply::ok(&PersonPage::new(&furniture, &actor, &person, &form))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(user): Path<String>,
    mut posted: Posted,
) -> Reply {
    let person = team_people::find(&app.store, &actor, user_id(&user)?).await?;
    let mut form = FormState::keeping([(ROLE, posted.take(ROLE))]);
    let fields = [AWAY_FROM, AWAY_UNTIL, LEAVES_ON].map(|name| DateField::take(&mut posted, name));
    posted.finish()?;
    for field in &fields {
        field.keep(&mut form);
    }
    let role = TeamRole::parse(form.value(ROLE));
    if role.is_none() {
        form.error(ROLE, "Select a role");
    }
    let [from, until, leaves] = &fields;
    let away_from = from.parse_optional(&mut form, "First day of leave");
    let away_until = until.parse_optional(&mut form, "Last day of leave");
    let leaves_on = leaves.parse_optional(&mut form, "Last day in the team");
    if let Some(role) = role.filter(|_| !form.has_errors()) {
        let change = Change {
            role,
            away_from,
            away_until,
            leaves_on,
        };
        match team_people::change(&app.store, &app.public_url, &actor, person.user, &change).await {
            Ok(()) => return reply::see_other_saying(PATH, &format!("{} saved", person.name)),
            Err(TeamPersonError::LastOfRole) => form.error(ROLE, LAST),
            Err(TeamPersonError::DaysOutOfOrder) => {
                let today = when::uk_date(app.clock.now());
                if leaves_on.is_some_and(|day| day < today) {
                    let message = "Last day in the team must be today or in the future";
                    form.date_error(LEAVES_ON, &[], message);
                } else {
                    let message = "Last day of leave must be the same as or after its first day";
                    form.date_error(AWAY_UNTIL, &[], message);
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
    reply::unprocessable(&PersonPage::new(&furniture, &actor, &person, &form))
}

/// Sends the link again that sets up the account.
pub async fn invite_again(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(user): Path<String>,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    let url = &app.public_url;
    let email = team_people::invite_again(&app.store, url, &actor, user_id(&user)?).await?;
    reply::see_other_saying(PATH, &format!("Invitation sent to {email}"))
}

/// Brings somebody back who has left.
pub async fn restore(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(user): Path<String>,
    mut posted: Posted,
) -> Reply {
    let person = team_people::find(&app.store, &actor, user_id(&user)?).await?;
    let mut form = FormState::keeping([(ROLE, posted.take(ROLE))]);
    posted.finish()?;
    let Some(role) = TeamRole::parse(form.value(ROLE)) else {
        form.error(ROLE, "Select a role");
        return reply::unprocessable(&PersonPage::new(&furniture, &actor, &person, &form));
    };
    team_people::restore(&app.store, &app.public_url, &actor, person.user, role).await?;
    reply::see_other_saying(PATH, &format!("{} is back in the team", person.name))
}
