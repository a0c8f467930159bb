//! Removing a member, after asking.

use super::{organisation_id, user_id};
use crate::App;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Path, State};
use govuk::{Button, Layout, PostForm};
use service::organisations::{self, ChangePersonError};

#[derive(Template)]
#[template(path = "organisations/remove.html")]
struct RemovePage {
    layout: Layout,
    back: String,
    form: PostForm,
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path((organisation, user)): Path<(String, String)>,
) -> Reply {
    let id = organisation_id(&organisation)?;
    let listed = organisations::find_person(&app.store, &actor, id, user_id(&user)?).await?;
    let person = listed.person;
    let back = format!("/organisations/{id}/people/{}", person.user);
    if person.user == actor.user {
        return reply::see_other(&back);
    }
    let title = format!("Remove {} from your organisation?", person.name);
    let layout = furniture
        .supplier(&actor, Some(id))
        .title(title)
        .back(&back);
    let button = Button::warning(format!("Remove {}", person.name));
    reply::ok(&RemovePage {
        form: PostForm::new(format!("{back}/remove"), layout.csrf(), button),
        layout,
        back,
    })
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((organisation, user)): Path<(String, String)>,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    let id = organisation_id(&organisation)?;
    let listed = organisations::find_person(&app.store, &actor, id, user_id(&user)?).await?;
    let person = listed.person;
    match organisations::remove_person(&app.store, &actor, id, person.user).await {
        Ok(()) => {
            let people = format!("/organisations/{id}/people");
            reply::see_other_saying(&people, &format!("{} was removed", person.name))
        }
        Err(ChangePersonError::Oneself) => {
            reply::see_other(&format!("/organisations/{id}/people/{}", person.user))
        }
        Err(ChangePersonError::LastAdministrator) => {
            reply::see_other(&format!("/organisations/{id}/people/hand-over"))
        }
        Err(error) => Err(error.into()),
    }
}
