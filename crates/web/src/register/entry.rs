//! A service in the register: what its customers must be told.

use super::reader::Reader;
use super::words;
use crate::App;
use crate::PageError;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use domain::certificate::CertificateStatus;
use domain::when;
use govuk::{Column, Content, Layout, Prose, SummaryList, SummaryRow, Table, WarningText};
use service::certificates::history;
use store::certificates::Certificate;
use time::Date;

/// The longest slug that is looked up.
const SLUG_MAX: usize = 100;

#[derive(Template)]
#[template(path = "register/entry.html")]
struct EntryPage {
    layout: Layout,
    name: String,
    warning: Option<WarningText>,
    /// That its infrastructure has no connection certificate any more.
    connection: Option<WarningText>,
    result: String,
    description: Prose,
    facts: SummaryList,
    earlier: Option<Table>,
    number: String,
    service_desk: Prose,
}

/// The service with this address, also under an earlier name.
pub async fn show(
    State(app): State<App>,
    person: Option<SignedIn>,
    furniture: Furniture,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Reply {
    let is_plausible = slug.len() <= SLUG_MAX
        && slug
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !is_plausible {
        return Err(PageError::NotFound);
    }
    let certificates = history(&app.store, &slug.to_ascii_lowercase()).await?;
    let today = when::uk_date(app.clock.now());
    let Some(current) = current(&certificates, today) else {
        return Err(PageError::NotFound);
    };
    if current.slug != slug {
        return reply::see_other(&format!("/register/{}", current.slug));
    }
    let reader = Reader::of(person);
    let layout = reader.layout(&furniture);
    reader.answer(&headers, &page(layout, current, &certificates, today))
}

/// The latest certificate that has begun, else the next one to begin.
fn current(newest_first: &[Certificate], today: Date) -> Option<&Certificate> {
    newest_first
        .iter()
        .find(|certificate| certificate.validity.from <= today)
        .or_else(|| newest_first.last())
}

fn page(layout: Layout, current: &Certificate, all: &[Certificate], today: Date) -> EntryPage {
    let result = words::sentence(current.validity, today);
    let counts = current.validity.on(today) == CertificateStatus::Valid;
    EntryPage {
        layout: layout
            .title(&current.service_name)
            .back_to("/register", "All services"),
        name: current.service_name.clone(),
        warning: (!counts).then(|| WarningText::new(&result)),
        connection: words::connection_ended(current, today),
        result,
        description: Prose::new(&current.description),
        facts: facts(current),
        earlier: (all.len() > 1).then(|| table(all, today)),
        number: current.number.clone(),
        service_desk: Prose::new(&current.service_desk),
    }
}

fn facts(certificate: &Certificate) -> SummaryList {
    let infrastructure = format!(
        "{} (connection certificate {})",
        certificate.infrastructure_name, certificate.infrastructure_certificate
    );
    let row = |key: &str, value: &str| SummaryRow::new(key, value);
    SummaryList::new()
        .row(row("Supplier", &certificate.organisation_name))
        .row(row("Service code", &certificate.service_code))
        .row(row("Certificate", &certificate.number))
        .rows(words::date_rows(certificate.validity))
        .row(row("Provided from", &infrastructure))
        .row(row("Legal jurisdiction", &certificate.legal_jurisdiction))
        .row(row("Service management", &certificate.management_model))
}

fn table(certificates: &[Certificate], today: Date) -> Table {
    let rows = certificates.iter().map(|certificate| {
        let path = format!("/verify/{}", certificate.number);
        vec![
            Content::link(path, certificate.number.clone()),
            Content::from(when::short_date(certificate.validity.from)),
            Content::from(words::status_words(certificate.validity, today)),
        ]
    });
    Table::new("Certificates of this service")
        .column(Column::text("Certificate"))
        .column(Column::text("From"))
        .column(Column::text("Status"))
        .row_headers()
        .rows(rows)
}
