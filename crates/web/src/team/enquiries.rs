//! What suppliers ask: first what waits for a reply.

use crate::App;
use crate::furniture::Furniture;
use crate::page_number::{PageNumber, pagination};
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Query, State};
use domain::enquiry::EnquiryState;
use domain::when;
use govuk::{Column, Content, Layout, Pagination, Table};
use service::enquiries;
use store::enquiries::Enquiry;

/// Where the list is.
pub const PATH: &str = "/team/enquiries";

#[derive(Template)]
#[template(path = "team/enquiries.html")]
struct EnquiriesPage {
    layout: Layout,
    enquiries: Table,
    pagination: Pagination,
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Query(number): Query<PageNumber>,
) -> Reply {
    let page = number.index()?;
    let (found, has_more) = enquiries::list(&app.store, &actor, page).await?;
    let table = Table::new("Questions from suppliers")
        .caption_visually_hidden()
        .column(Column::text("About"))
        .column(Column::text("Supplier"))
        .column(Column::text("Application"))
        .column(Column::text("Reply by"))
        .column(Column::text("Status"))
        .row_headers();
    reply::ok(&EnquiriesPage {
        layout: furniture
            .team(&actor)
            .title("Questions from suppliers")
            .full_width(),
        enquiries: table.rows(found.iter().map(row)),
        pagination: pagination(PATH, page, has_more),
    })
}

fn row(enquiry: &Enquiry) -> Vec<Content> {
    let reply_by = match enquiry.state {
        EnquiryState::Asked => when::short_date(enquiry.reply_by),
        EnquiryState::Answered | EnquiryState::Closed => "None due".to_owned(),
    };
    vec![
        Content::link(format!("{PATH}/{}", enquiry.id), &enquiry.subject_title),
        Content::from(&enquiry.organisation_name),
        Content::from(&enquiry.reference),
        Content::from(reply_by),
        Content::from(enquiry.state.title_for_team()),
    ]
}
