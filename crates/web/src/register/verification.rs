//! Whether a certificate counts: the answer in the first sentence.

use super::reader::Reader;
use super::{unknown, verification_json, words};
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, Query, State};
use certificates::{Number, parse_number};
use domain::certificate::CertificateStatus;
use domain::when;
use govuk::{InsetText, Layout, SummaryList, SummaryRow, WarningText};
use service::certificates::{find, history};
use store::certificates::Certificate;
use time::{Date, OffsetDateTime};

#[derive(Template)]
#[template(path = "register/verification.html")]
struct VerificationPage {
    layout: Layout,
    number: String,
    result: Option<InsetText>,
    warning: Option<WarningText>,
    /// That its infrastructure has no connection certificate any more.
    connection: Option<WarningText>,
    /// The certificate that the service got after this one: its number, and what it counts for.
    later: Option<(String, String)>,
    facts: SummaryList,
    service_path: String,
    service_name: String,
    read_at: String,
    read_at_machine: String,
}

/// `/verify/{number}`, and the same for programs with `.json` at the end.
pub async fn show(
    State(app): State<App>,
    person: Option<SignedIn>,
    furniture: Furniture,
    Path(typed): Path<String>,
    Query(at): Query<verification_json::At>,
) -> Reply {
    if let Some(number) = typed.strip_suffix(".json") {
        return verification_json::show(&app, number, &at).await;
    }
    let layout = Reader::of(person).layout(&furniture);
    answer(&app, layout, &typed, "/verify").await
}

/// `/c/{number}`, where the QR code leads.
pub async fn show_scanned(
    State(app): State<App>,
    person: Option<SignedIn>,
    furniture: Furniture,
    Path(typed): Path<String>,
) -> Reply {
    let layout = Reader::of(person).layout(&furniture);
    answer(&app, layout, &typed, "/c").await
}

async fn answer(app: &App, layout: Layout, typed: &str, below: &str) -> Reply {
    let now = app.clock.now();
    let Some(number) = parse_number(typed).as_ref().map(Number::to_string) else {
        return unknown::page(app, layout, typed, now);
    };
    if number != typed {
        return reply::see_other(&format!("{below}/{number}"));
    }
    match find(&app.store, &number).await? {
        Some(certificate) => {
            let later = later(app, &certificate, when::uk_date(now)).await?;
            reply::ok(&known(layout, certificate, later, now))
        }
        None => unknown::page(app, layout, typed, now),
    }
}

/// The newest certificate of the same service, if that is a later one.
async fn later(
    app: &App,
    certificate: &Certificate,
    today: Date,
) -> Result<Option<(String, String)>, PageError> {
    let newest_first = history(&app.store, &certificate.slug).await?;
    let newest = newest_first.into_iter().next();
    let later = newest.filter(|newest| newest.number != certificate.number);
    Ok(later.map(|later| (later.number, words::status_words(later.validity, today))))
}

fn known(
    layout: Layout,
    certificate: Certificate,
    later: Option<(String, String)>,
    now: OffsetDateTime,
) -> VerificationPage {
    let today = when::uk_date(now);
    let sentence = words::sentence(certificate.validity, today);
    let counts = certificate.validity.on(today) == CertificateStatus::Valid;
    VerificationPage {
        layout: layout.title(format!("Certificate {}", certificate.number)),
        result: counts.then(|| InsetText::new(sentence.clone())),
        warning: (!counts).then(|| WarningText::new(sentence)),
        connection: words::connection_ended(&certificate, today),
        later,
        facts: facts(&certificate),
        service_path: format!("/register/{}", certificate.slug),
        service_name: certificate.service_name,
        number: certificate.number,
        read_at: when::date_and_time(now),
        read_at_machine: when::machine(now),
    }
}

fn facts(certificate: &Certificate) -> SummaryList {
    let row = |key: &str, value: &str| SummaryRow::new(key, value);
    SummaryList::new()
        .row(row("Service", &certificate.service_name))
        .row(row("Service code", &certificate.service_code))
        .row(row("Supplier", &certificate.organisation_name))
        .rows(words::date_rows(certificate.validity))
        .row(row("Provided from", &certificate.infrastructure_name))
        .row(row(
            "Connection certificate",
            &certificate.infrastructure_certificate,
        ))
        .row(row("Issued", &when::date_and_time(certificate.issued_at)))
}
