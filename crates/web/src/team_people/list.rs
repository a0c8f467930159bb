//! Everybody of the team, and who has left it.

use super::PATH;
use crate::App;
use crate::furniture::Furniture;
use crate::page_number::{PageNumber, pagination};
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Query, State};
use domain::when;
use govuk::{Button, Column, Content, Layout, Pagination, Table};
use service::team_people;
use store::team_people::TeamPerson;

#[derive(Template)]
#[template(path = "team_people/list.html")]
struct ListPage {
    layout: Layout,
    people: Table,
    pagination: Pagination,
    invite: Button,
}

/// The role, with what else is to know of it.
fn role(person: &TeamPerson) -> String {
    let role = person.role.title();
    if let Some(at) = person.archived_at {
        let day = when::short_date(when::uk_date(at));
        return format!("{role}, left on {day}");
    }
    if let Some(day) = person.leaves_on {
        return format!("{role}, last day {}", when::short_date(day));
    }
    match (person.away_from, person.away_until) {
        (Some(from), Some(until)) => format!(
            "{role}, away {} to {}",
            when::short_date(from),
            when::short_date(until)
        ),
        (Some(from), None) => format!("{role}, away from {}", when::short_date(from)),
        (None, _) => role.to_owned(),
    }
}

/// When they signed in last, or that they have not set up their account.
pub fn last_signed_in(person: &TeamPerson) -> String {
    match person.last_signed_in_at {
        Some(at) => when::short_date(when::uk_date(at)),
        None if person.is_set_up => "Not yet".to_owned(),
        None => "Account not set up".to_owned(),
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Query(number): Query<PageNumber>,
) -> Reply {
    let page = number.index()?;
    let (found, has_more) = team_people::list(&app.store, &actor, page).await?;
    let table = Table::new("People")
        .caption_visually_hidden()
        .column(Column::text("Name"))
        .column(Column::words("Role"))
        .column(Column::words("Second factor"))
        .column(Column::words("Last signed in"))
        .row_headers();
    let people = found.iter().fold(table, |table, person| {
        table.row([
            Content::link(format!("{PATH}/{}", person.user), &person.name),
            role(person).into(),
            if person.has_second_factor {
                "On"
            } else {
                "Off"
            }
            .into(),
            last_signed_in(person).into(),
        ])
    });
    reply::ok(&ListPage {
        layout: furniture.team(&actor).title("People of the PSN team"),
        people,
        pagination: pagination(PATH, page, has_more),
        invite: Button::primary("Invite a person").href(format!("{PATH}/invite")),
    })
}
