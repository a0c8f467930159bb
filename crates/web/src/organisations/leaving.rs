//! A member's last day.

use super::{organisation_id, person, user_id};
use crate::App;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::team::date_field::DateField;
use axum::extract::{Path, State};
use domain::when;
use govuk::FormState;
use service::organisations::{self, ChangePersonError};

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path((organisation, user)): Path<(String, String)>,
    mut posted: Posted,
) -> Reply {
    let id = organisation_id(&organisation)?;
    let found = organisations::find_person(&app.store, &actor, id, user_id(&user)?).await?;
    let field = DateField::take(&mut posted, person::LEAVES_ON);
    posted.finish()?;
    let mut form = FormState::new();
    field.keep(&mut form);
    let day = field.parse_optional(&mut form, "Last day");
    if !form.has_errors() {
        let user = found.person.user;
        match organisations::set_leaving_date(&app.store, &actor, id, user, day).await {
            Ok(()) => {
                let name = &found.person.name;
                let saying = match day {
                    Some(day) => format!("The last day of {name} is {}", when::date(day)),
                    None => format!("{name} has no last day"),
                };
                let path = format!("/organisations/{id}/people");
                return reply::see_other_saying(&path, &saying);
            }
            Err(ChangePersonError::DayOver) => {
                form.date_error(
                    person::LEAVES_ON,
                    &[],
                    "Last day must be today or in the future",
                );
            }
            Err(ChangePersonError::LastAdministrator) => {
                form.date_error(person::LEAVES_ON, &[], person::LAST);
            }
            Err(error) => return Err(error.into()),
        }
    }
    person::draw_errors(&furniture, &actor, id, &found, &form)
}
