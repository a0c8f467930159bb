//! What was proposed: first what waits.

use super::PATH;
use crate::App;
use crate::furniture::Furniture;
use crate::page_number::{PageNumber, pagination};
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Query, State};
use domain::support_action::SupportKind;
use domain::when;
use govuk::{Column, Content, Layout, Pagination, Table};
use policy::is_offered_team;
use policy::team::ProposeSupport;
use service::support_actions;

#[derive(Template)]
#[template(path = "support_actions/list.html")]
struct ListPage {
    layout: Layout,
    actions: Table,
    pagination: Pagination,
    /// Path and words of each way to propose something.
    ways: Vec<(String, &'static str)>,
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Query(number): Query<PageNumber>,
) -> Reply {
    let page = number.index()?;
    let (found, has_more) = support_actions::list(&app.store, &actor, page).await?;
    let table = Table::new("Actions")
        .caption_visually_hidden()
        .column(Column::text("Person"))
        .column(Column::words("Action"))
        .column(Column::text("Proposed"))
        .column(Column::words("Status"))
        .row_headers();
    let actions = found.iter().fold(table, |table, action| {
        let day = when::short_date(when::uk_date(action.proposed_at));
        table.row([
            Content::link(format!("{PATH}/{}", action.id), &action.user_name),
            action.kind.title().into(),
            format!("{day} by {}", action.proposed_by_name).into(),
            action.state.title().into(),
        ])
    });
    let ways = SupportKind::ALL
        .iter()
        .map(|kind| (format!("{PATH}/new/{kind}"), kind.title()));
    reply::ok(&ListPage {
        layout: furniture.team(&actor).title("Support for suppliers"),
        actions,
        pagination: pagination(PATH, page, has_more),
        ways: if is_offered_team::<ProposeSupport>(&actor) {
            ways.collect()
        } else {
            Vec::new()
        },
    })
}
