//! The people of an organisation and its open invitations.

use super::organisation_id;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::id::OrganisationId;
use domain::role::OrganisationRole::Administrator;
use domain::when;
use govuk::{Button, Column, Content, Layout, Pagination, Table};
use serde::Deserialize;
use service::invitations::{self, Invitation};
use service::organisations;
use time::OffsetDateTime;

#[derive(Template)]
#[template(path = "organisations/people.html")]
struct PeoplePage {
    layout: Layout,
    people: Table,
    pagination: Pagination,
    is_alone: bool,
    invitations: Option<Table>,
    invite: Option<Button>,
}

#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    page: String,
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(organisation): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Reply {
    let id = organisation_id(&organisation)?;
    let page = match wanted.page.as_str() {
        "" => 1,
        text => text
            .parse::<u16>()
            .ok()
            .filter(|page| *page > 0)
            .ok_or(PageError::NotFound)?,
    };
    let (found, has_more) = organisations::list_people(&app.store, &actor, id, page - 1).await?;
    let is_administrator = actor.role_in(id) == Some(Administrator);
    let path = format!("/organisations/{id}/people");
    let mut people = Table::new("People")
        .caption_visually_hidden()
        .column(Column::text("Name"))
        .column(Column::text("Email address"))
        .column(Column::text("Role"))
        .row_headers();
    for person in &found {
        let name = if is_administrator {
            Content::link(format!("{path}/{}", person.user), &person.name)
        } else {
            Content::from(&person.name)
        };
        people = people.row([
            name,
            Content::from(&person.email),
            person.role.title().into(),
        ]);
    }
    let at = |number: u16| format!("{path}?page={number}");
    let open = if is_administrator {
        invitations::list_open(&app.store, &actor, id).await?
    } else {
        Vec::new()
    };
    reply::ok(&PeoplePage {
        layout: furniture.supplier(&actor, Some(id)).title("People"),
        is_alone: page == 1 && found.len() == 1 && open.is_empty(),
        people,
        pagination: Pagination::new()
            .previous((page > 1).then(|| at(page - 1)))
            .next(has_more.then(|| at(page.saturating_add(1)))),
        invitations: (!open.is_empty()).then(|| table(id, &open, app.clock.now())),
        invite: is_administrator
            .then(|| Button::primary("Invite a colleague").href(format!("{path}/invite"))),
    })
}

fn table(id: OrganisationId, open: &[Invitation], now: OffsetDateTime) -> Table {
    let table = Table::new("Open invitations")
        .column(Column::text("Email address"))
        .column(Column::text("Role"))
        .column(Column::text("Link works until"))
        .row_headers();
    open.iter().fold(table, |table, invitation| {
        let path = format!("/organisations/{id}/invitations/{}", invitation.id);
        let until = when::short_date(when::uk_date(invitation.expires_at));
        let until = if invitation.expires_at > now {
            until
        } else {
            format!("Ran out on {until}")
        };
        table.row([
            Content::link(path, invitation.email.as_str()),
            invitation.role.title().into(),
            until.into(),
        ])
    })
}
