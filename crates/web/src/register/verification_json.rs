//! Whether a certificate counts on a day, for programs.

use crate::App;
use crate::reply::Reply;
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use domain::when;
use serde::{Deserialize, Serialize};
use serde_json::json;
use service::certificates::find;
use time::Date;
use time::macros::format_description;

/// The most characters of an unknown number that are given back.
const SHOWN_MAX: usize = 60;

/// The day that is asked about; today when it is not given.
#[derive(Deserialize)]
pub struct At {
    at: Option<String>,
}

#[derive(Serialize)]
struct Verification {
    certificate: String,
    status: &'static str,
    as_at: String,
    service: Option<String>,
    organisation: Option<String>,
    valid_from: Option<String>,
    valid_to: Option<String>,
}

/// What the certificate counts for on that day; 404 and `unknown` when there is none.
pub async fn show(app: &App, typed: &str, at: &At) -> Reply {
    let today = when::uk_date(app.clock.now());
    let Some(day) = at.at.as_deref().map_or(Some(today), parse_day) else {
        return Ok(refused());
    };
    let Some(certificate) = find(&app.store, typed).await? else {
        let unknown = Verification {
            certificate: typed.chars().take(SHOWN_MAX).collect(),
            status: "unknown",
            as_at: when::iso_date(day),
            service: None,
            organisation: None,
            valid_from: None,
            valid_to: None,
        };
        return Ok((StatusCode::NOT_FOUND, Json(unknown)).into_response());
    };
    let known = Verification {
        status: certificate.validity.on(day).as_str(),
        as_at: when::iso_date(day),
        valid_from: Some(when::iso_date(certificate.validity.from)),
        valid_to: Some(when::iso_date(certificate.validity.to)),
        certificate: certificate.number,
        service: Some(certificate.service_name),
        organisation: Some(certificate.organisation_name),
    };
    Ok(Json(known).into_response())
}

/// Reads `2026-11-21`.
fn parse_day(text: &str) -> Option<Date> {
    Date::parse(text, format_description!("[year]-[month]-[day]"))
        .ok()
        .filter(|day| (1900..=9999).contains(&day.year()))
}

fn refused() -> Response {
    let error = "\"at\" must be a date like 2026-11-21";
    (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn days_are_read_strictly() {
        assert_eq!(parse_day("2026-11-21"), Some(date!(2026 - 11 - 21)));
        for text in [
            "",
            "21/11/2026",
            "2026-02-30",
            "2026-11-21T00:00:00Z",
            "-2026-11-21",
        ] {
            assert_eq!(parse_day(text), None, "{text}");
        }
    }
}
