//! The infrastructure that an organisation holds.

use super::path;
use crate::App;
use crate::furniture::Furniture;
use crate::organisations::organisation_id;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use ::service::hosting::list_held;
use askama::Template;
use axum::extract::{Path, State};
use domain::when;
use govuk::{Column, Content, Layout, Table};

#[derive(Template)]
#[template(path = "hosting/list.html")]
struct ListPage {
    layout: Layout,
    table: Table,
    team_email: String,
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(organisation): Path<String>,
) -> Reply {
    let organisation = organisation_id(&organisation)?;
    let held = list_held(&app.store, &actor, organisation).await?;
    let rows = held.iter().map(|entry| {
        vec![
            Content::link(path(organisation, entry.id), entry.name.clone()),
            entry.certificate_number.clone().into(),
            when::short_date(entry.valid_to).into(),
        ]
    });
    let layout = furniture.supplier(&actor, Some(organisation));
    reply::ok(&ListPage {
        layout: layout
            .title("Infrastructure that you hold")
            .back(format!("/organisations/{organisation}")),
        table: Table::new("Infrastructure")
            .caption_visually_hidden()
            .column(Column::text("Infrastructure"))
            .column(Column::text("Connection certificate"))
            .column(Column::text("Valid until"))
            .row_headers()
            .rows(rows),
        team_email: app.team_email.clone(),
    })
}
