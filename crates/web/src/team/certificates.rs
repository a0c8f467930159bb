//! The certificates that were issued, for the team: those that count first, those that end soon, and the others.

use crate::App;
use crate::furniture::Furniture;
use crate::page_number::{PageNumber, pagination};
use crate::register::{connection_words, status_words};
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::team::case;
use askama::Template;
use axum::extract::{Query, State};
use domain::certificate::CertificateView;
use domain::when;
use govuk::{Column, Content, Layout, Pagination, Table};
use serde::Deserialize;
use service::certificates::{self, ENDING_DAYS};
use store::team_certificates::TeamCertificate;
use time::Date;

/// Where the list is.
pub const PATH: &str = "/team/certificates";

#[derive(Template)]
#[template(path = "team/certificates.html")]
struct CertificatesPage {
    layout: Layout,
    views: Vec<ViewLink>,
    table: Table,
    pagination: Pagination,
}

/// A view as a link.
struct ViewLink {
    href: String,
    text: String,
    is_current: bool,
}

/// What the address says.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    view: String,
    #[serde(flatten)]
    number: PageNumber,
}

/// A page of a view; words that the page does not know show those that count.
pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Query(asked): Query<Asked>,
) -> Reply {
    let view = CertificateView::parse(&asked.view).unwrap_or(CertificateView::Valid);
    let page = asked.number.index()?;
    let (found, has_more) = certificates::list_for_team(&app.store, &actor, view, page).await?;
    let today = when::uk_date(app.clock.now());
    let views = CertificateView::ALL.iter().map(|other| ViewLink {
        href: address(*other),
        text: title(*other),
        is_current: *other == view,
    });
    reply::ok(&CertificatesPage {
        layout: furniture
            .team(&actor)
            .title(format!("Certificates: {}", title(view).to_lowercase()))
            .full_width(),
        views: views.collect(),
        table: table(&found, today),
        pagination: pagination(&address(view), page, has_more),
    })
}

fn address(view: CertificateView) -> String {
    format!("{PATH}?view={view}")
}

fn title(view: CertificateView) -> String {
    match view {
        CertificateView::Valid => "Valid".to_owned(),
        CertificateView::Ending => format!("Ending in {ENDING_DAYS} days"),
        CertificateView::Expired => "Expired".to_owned(),
        CertificateView::Withdrawn => "Withdrawn".to_owned(),
        CertificateView::All => "All".to_owned(),
    }
}

fn table(certificates: &[TeamCertificate], today: Date) -> Table {
    Table::new("Certificates")
        .caption_visually_hidden()
        .column(Column::text("Number"))
        .column(Column::text("Service"))
        .column(Column::text("Supplier"))
        .column(Column::text("Valid until"))
        .column(Column::text("Application"))
        .column(Column::text("Status"))
        .row_headers()
        .rows(certificates.iter().map(|one| row(one, today)))
}

fn row(certificate: &TeamCertificate, today: Date) -> Vec<Content> {
    let path = format!("/certificates/{}", certificate.number);
    let status = status_words(certificate.validity, today);
    let status = match certificate.connection_ended_on {
        Some(day) => format!("{status}. {}", connection_words(day, today)),
        None => status,
    };
    vec![
        Content::link(path, certificate.number.clone()),
        Content::from(format!(
            "{}\n{}",
            certificate.service_name, certificate.service_code
        )),
        Content::from(&certificate.organisation_name),
        Content::from(when::short_date(certificate.validity.to)),
        Content::link(
            case::path(&certificate.reference),
            certificate.reference.as_str(),
        ),
        Content::from(status),
    ]
}
