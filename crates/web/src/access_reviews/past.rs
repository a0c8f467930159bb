//! One review: who said what of whom, and when.

use super::review_id;
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
#[template(path = "access_reviews/past.html")]
struct PastPage {
    layout: Layout,
    finished: String,
    entries: Table,
    pagination: Pagination,
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path((organisation, review)): Path<(String, String)>,
    Query(number): Query<PageNumber>,
) -> Reply {
    let id = organisation_id(&organisation)?;
    let page = number.index()?;
    let review = review_id(&review)?;
    let (found, entries, has_more) =
        access_reviews::find(&app.store, &actor, id, review, page).await?;
    let history = format!("/organisations/{id}/access-review/history");
    let table = Table::new("People")
        .caption_visually_hidden()
        .column(Column::text("Name"))
        .column(Column::words("Role"))
        .column(Column::words("Outcome"))
        .column(Column::text("Said by"))
        .column(Column::text("When"))
        .row_headers();
    let entries = entries.iter().fold(table, |table, entry| {
        table.row([
            Content::from(&entry.user_name),
            entry.role.title().into(),
            entry.outcome.title().into(),
            Content::from(&entry.decided_by_name),
            when::date_and_time(entry.decided_at).into(),
        ])
    });
    let finished = match &found.completed {
        Some((at, by)) => format!("Finished by {by} at {}.", when::date_and_time(*at)),
        None => format!("Not finished yet. Due by {}.", when::date(found.due_on)),
    };
    reply::ok(&PastPage {
        layout: furniture
            .supplier(&actor, Some(id))
            .title(format!(
                "Review of access, {}",
                when::date(when::uk_date(found.opened_at))
            ))
            .back(&history),
        finished,
        entries,
        pagination: pagination(&format!("{history}/{}", found.id), page, has_more),
    })
}
