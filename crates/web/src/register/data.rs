//! The register for programs.

use super::cached;
use crate::App;
use crate::PageError;
use crate::reply::Reply;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse as _;
use domain::when;
use serde::Serialize;
use service::certificates::{everything, version};
use store::certificates::Certificate;
use time::Date;

#[derive(Serialize)]
struct Services {
    generated_at: String,
    services: Vec<Service>,
}

#[derive(Serialize)]
struct Service {
    code: String,
    name: String,
    description: String,
    organisation: String,
    infrastructure: String,
    certificate: String,
    status: &'static str,
    valid_from: String,
    valid_to: String,
    url: String,
}

/// Every service with the certificate that stands for it today. The tag changes with
/// the register and with the day, not with the time of the answer.
pub async fn services(State(app): State<App>, headers: HeaderMap) -> Reply {
    let now = app.clock.now();
    let today = when::uk_date(now);
    let version = version(&app.store).await?;
    let issued = version
        .last_issued_at
        .map(time::OffsetDateTime::unix_timestamp_nanos);
    let tag = cached::tag_of(&(
        version.certificates,
        version.withdrawn,
        version.renewed,
        version.renewals_ended,
        issued,
        today.to_julian_day(),
        app.public_url.as_ref(),
    ));
    if cached::is_known(&headers, &tag) {
        return Ok(cached::unless_known(&headers, &tag, || ().into_response()));
    }
    let services = everything(&app.store, today).await?;
    let services = services
        .into_iter()
        .map(|certificate| entry(&app, certificate, today));
    let body = Services {
        generated_at: when::machine(now),
        services: services.collect(),
    };
    let json = serde_json::to_vec(&body).map_err(PageError::internal)?;
    Ok(cached::unless_known(&headers, &tag, || {
        ([(CONTENT_TYPE, "application/json")], json).into_response()
    }))
}

fn entry(app: &App, certificate: Certificate, today: Date) -> Service {
    Service {
        status: certificate.validity.on(today).as_str(),
        valid_from: when::iso_date(certificate.validity.from),
        valid_to: when::iso_date(certificate.validity.to),
        url: app.url(&format!("/register/{}", certificate.slug)),
        code: certificate.service_code,
        name: certificate.service_name,
        description: certificate.description,
        organisation: certificate.organisation_name,
        infrastructure: certificate.infrastructure_name,
        certificate: certificate.number,
    }
}
