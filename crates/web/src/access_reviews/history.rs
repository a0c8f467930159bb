//! Reviews that are done.

use crate::App;
use crate::furniture::Furniture;
use crate::organisations::organisation_id;
use crate::page_number::{PageNumber, pagination};
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::when;
use govuk::{Column, Content, Layout, Pagination, Table};
use service::access_reviews;

#[derive(Template)]
#[template(path = "access_reviews/history.html")]
struct HistoryPage {
    layout: Layout,
    reviews: Table,
    pagination: Pagination,
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
    let (found, has_more) = access_reviews::history(&app.store, &actor, id, page).await?;
    let path = format!("/organisations/{id}/access-review/history");
    let table = Table::new("Reviews")
        .caption_visually_hidden()
        .column(Column::text("Finished"))
        .column(Column::text("By"))
        .column(Column::text("Begun"))
        .row_headers();
    let reviews = found.iter().fold(table, |table, review| {
        let (at, by) = match &review.completed {
            Some((at, by)) => (when::short_date(when::uk_date(*at)), by.as_str()),
            None => (String::new(), ""),
        };
        table.row([
            Content::link(format!("{path}/{}", review.id), at),
            Content::from(by),
            when::short_date(when::uk_date(review.opened_at)).into(),
        ])
    });
    reply::ok(&HistoryPage {
        layout: furniture
            .supplier(&actor, Some(id))
            .title("Earlier reviews of access")
            .back(format!("/organisations/{id}/access-review")),
        reviews,
        pagination: pagination(&path, page, has_more),
    })
}
