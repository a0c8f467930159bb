//! What suppliers ask: first what waits for a reply.

use crate::App;
use crate::furniture::Furniture;
use crate::page_number::{PageNumber, pagination};
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Query, State};
use domain::enquiry::EnquiryState;
use domain::{when, working_days};
use govuk::{Column, Content, Layout, Pagination, Table};
use service::enquiries;
use store::enquiries::Enquiry;
use time::{Date, OffsetDateTime};

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
    let today = when::uk_date(app.clock.now());
    let table = Table::new("Questions from suppliers")
        .caption_visually_hidden()
        .column(Column::text("About"))
        .column(Column::text("Supplier"))
        .column(Column::text("Application"))
        .column(Column::text("Waiting"))
        .column(Column::text("Reply by"))
        .column(Column::text("Status"))
        .row_headers();
    reply::ok(&EnquiriesPage {
        layout: furniture
            .team(&actor)
            .title("Questions from suppliers")
            .full_width(),
        enquiries: table.rows(found.iter().map(|one| row(one, today))),
        pagination: pagination(PATH, page, has_more),
    })
}

/// For how long a question has waited.
pub fn age_in_words(since: OffsetDateTime, today: Date) -> String {
    match working_days::between(when::uk_date(since), today) {
        0 => "Less than a working day".to_owned(),
        days => working_days::in_words(days),
    }
}

fn row(enquiry: &Enquiry, today: Date) -> Vec<Content> {
    let (age, reply_by) = match enquiry.state {
        EnquiryState::Asked => (
            age_in_words(enquiry.waiting_since, today),
            when::short_date(enquiry.reply_by),
        ),
        EnquiryState::Answered | EnquiryState::Closed => {
            ("Nothing waits".to_owned(), "None due".to_owned())
        }
    };
    vec![
        Content::link(format!("{PATH}/{}", enquiry.id), &enquiry.subject_title),
        Content::from(&enquiry.organisation_name),
        Content::from(&enquiry.reference),
        Content::from(age),
        Content::from(reply_by),
        Content::from(enquiry.state.title_for_team()),
    ]
}
