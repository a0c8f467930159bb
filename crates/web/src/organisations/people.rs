//! The people of an organisation and its open invitations.

use super::{ReviewNotice, last_signed_in, organisation_id, second_factor};
use crate::App;
use crate::furniture::Furniture;
use crate::page_number::{PageNumber, pagination};
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::id::OrganisationId;
use domain::role::OrganisationRole::Administrator;
use domain::when;
use govuk::{Button, Column, Content, Layout, Pagination, Table};
use service::access_reviews;
use service::invitations::{self, Invitation};
use service::join_requests;
use service::organisations::{self, Listed};
use store::join_requests::JoinRequest;
use time::OffsetDateTime;

#[derive(Template)]
#[template(path = "organisations/people.html")]
struct PeoplePage {
    layout: Layout,
    people: Table,
    pagination: Pagination,
    is_alone: bool,
    requests: Option<Table>,
    invitations: Option<Table>,
    invite: Option<Button>,
    /// For administrators: the paths of what else they do here.
    path: Option<String>,
    review: Option<ReviewNotice>,
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(organisation): Path<String>,
    Query(number): Query<PageNumber>,
) -> Reply {
    let id = organisation_id(&organisation)?;
    let page = number.index()?;
    let (found, has_more) = organisations::list_people(&app.store, &actor, id, page).await?;
    let is_administrator = actor.role_in(id) == Some(Administrator);
    let path = format!("/organisations/{id}/people");
    let (open, asked, review) = if is_administrator {
        let standing = access_reviews::standing(&app.store, &actor, id).await?;
        (
            invitations::list_open(&app.store, &actor, id).await?,
            join_requests::list_open(&app.store, &actor, id).await?,
            ReviewNotice::of(id, &standing),
        )
    } else {
        (Vec::new(), Vec::new(), None)
    };
    reply::ok(&PeoplePage {
        layout: furniture.supplier(&actor, Some(id)).title("People"),
        is_alone: page == 0 && found.len() == 1 && open.is_empty(),
        people: people(&path, &found, is_administrator),
        pagination: pagination(&path, page, has_more),
        requests: (!asked.is_empty()).then(|| requests(id, &asked)),
        invitations: (!open.is_empty()).then(|| table(id, &open, app.clock.now())),
        path: is_administrator.then(|| format!("/organisations/{id}")),
        review,
        invite: is_administrator
            .then(|| Button::primary("Invite a colleague").href(format!("{path}/invite"))),
    })
}

fn people(path: &str, found: &[Listed], is_administrator: bool) -> Table {
    let table = Table::new("People")
        .caption_visually_hidden()
        .column(Column::text("Name"))
        .column(Column::text("Email address"))
        .column(Column::words("Role"))
        .column(Column::words("Second factor"))
        .column(Column::words("Last signed in"))
        .row_headers();
    found.iter().fold(table, |table, listed| {
        let person = &listed.person;
        let name = if is_administrator {
            Content::link(format!("{path}/{}", person.user), &person.name)
        } else {
            Content::from(&person.name)
        };
        let role = match person.leaves_on {
            Some(day) => format!(
                "{}, last day {}",
                person.role.title(),
                when::short_date(day)
            ),
            None => person.role.title().to_owned(),
        };
        table.row([
            name,
            Content::from(&person.email),
            role.into(),
            second_factor(listed.access).into(),
            last_signed_in(listed.access).into(),
        ])
    })
}

fn requests(id: OrganisationId, asked: &[JoinRequest]) -> Table {
    let table = Table::new("People who ask to join")
        .column(Column::text("Name"))
        .column(Column::text("Email address"))
        .column(Column::words("Asked on"))
        .row_headers();
    asked.iter().fold(table, |table, request| {
        let path = format!("/organisations/{id}/requests/{}", request.id);
        table.row([
            Content::link(path, &request.user_name),
            Content::from(&request.email),
            when::short_date(when::uk_date(request.asked_at)).into(),
        ])
    })
}

fn table(id: OrganisationId, open: &[Invitation], now: OffsetDateTime) -> Table {
    let table = Table::new("Open invitations")
        .column(Column::text("Email address"))
        .column(Column::words("Role"))
        .column(Column::words("Link works until"))
        .row_headers();
    open.iter().fold(table, |table, invitation| {
        let path = format!("/organisations/{id}/invitations/{}", invitation.id);
        let until = when::short_date(when::uk_date(invitation.expires_at));
        let until = if invitation.undelivered_at.is_some() {
            "Not delivered".to_owned()
        } else if invitation.expires_at > now {
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
