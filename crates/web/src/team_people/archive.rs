//! Somebody leaves the team now, after asking.

use super::{PATH, person, user_id};
use crate::App;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use govuk::{Button, Layout, PostForm};
use policy::Actor;
use service::team_people::{self, TeamPersonError};
use store::team_people::TeamPerson;

#[derive(Template)]
#[template(path = "team_people/archive.html")]
struct ArchivePage {
    layout: Layout,
    back: String,
    /// Why it can't be done.
    refusal: Option<&'static str>,
    form: PostForm,
}

fn draw(
    furniture: &Furniture,
    actor: &Actor,
    person: &TeamPerson,
    refusal: Option<&'static str>,
) -> Reply {
    let back = format!("{PATH}/{}", person.user);
    let title = format!("Archive {}?", person.name);
    let layout = furniture.team(actor).title(title).back(&back);
    let button = Button::warning(format!("Archive {}", person.name));
    let status = match refusal {
        Some(_) => StatusCode::CONFLICT,
        None => StatusCode::OK,
    };
    let page = ArchivePage {
        form: PostForm::new(format!("{back}/archive"), layout.csrf(), button),
        layout,
        back,
        refusal,
    };
    reply::page(status, &page)
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(user): Path<String>,
) -> Reply {
    let person = team_people::find(&app.store, &actor, user_id(&user)?).await?;
    if person.user == actor.user || person.archived_at.is_some() {
        return reply::see_other(&format!("{PATH}/{}", person.user));
    }
    draw(&furniture, &actor, &person, None)
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(user): Path<String>,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    let person = team_people::find(&app.store, &actor, user_id(&user)?).await?;
    match team_people::archive(&app.store, &actor, person.user).await {
        Ok(()) => reply::see_other_saying(PATH, &format!("{} has left the team", person.name)),
        Err(TeamPersonError::LastOfRole) => draw(&furniture, &actor, &person, Some(person::LAST)),
        Err(TeamPersonError::Oneself) => reply::see_other(&format!("{PATH}/{}", person.user)),
        Err(error) => Err(error.into()),
    }
}
