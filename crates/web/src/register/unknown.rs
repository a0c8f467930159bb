//! There is no certificate of this number.

use crate::App;
use crate::reply::{self, Reply};
use askama::Template;
use axum::http::StatusCode;
use domain::text::is_forbidden;
use domain::when;
use govuk::Layout;
use time::OffsetDateTime;

/// The most characters of the number that are shown.
const SHOWN_MAX: usize = 60;

#[derive(Template)]
#[template(path = "register/unknown.html")]
struct UnknownPage {
    layout: Layout,
    typed: String,
    read_at: String,
    team_email: String,
}

/// 404, with what a number looks like.
pub fn page(app: &App, layout: Layout, typed: &str, now: OffsetDateTime) -> Reply {
    let shown = typed.chars().filter(|character| !is_forbidden(*character));
    let page = UnknownPage {
        layout: layout.title("Certificate not found"),
        typed: shown.take(SHOWN_MAX).collect(),
        read_at: when::date_and_time(now),
        team_email: app.team_email.clone(),
    };
    reply::page(StatusCode::NOT_FOUND, &page)
}
