//! How to report a weakness (RFC 9116).

use crate::App;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use domain::when;
use time::Duration;

/// How long the file holds. RFC 9116, 2.5.5, recommends less than a year.
const LIFETIME: Duration = Duration::days(180);

pub async fn show(State(app): State<App>) -> impl IntoResponse {
    let until = when::iso_date(when::uk_date(app.clock.now() + LIFETIME));
    let text = format!(
        "Contact: mailto:{}\nExpires: {until}T00:00:00Z\nPreferred-Languages: en\nCanonical: {}\n",
        app.team_email,
        app.url("/.well-known/security.txt"),
    );
    ([(CONTENT_TYPE, "text/plain; charset=utf-8")], text)
}
