//! No other site makes a browser change anything here: beside the token of each form, every
//! request that could change something is refused when the browser says that another site sent it.

use crate::{App, PageError};
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::ORIGIN;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Refuses what another site sends, whatever its kind: forms, JSON, files.
pub async fn refuse(State(app): State<App>, request: Request, next: Next) -> Response {
    if !request.method().is_safe() && is_from_elsewhere(request.headers(), &app) {
        return PageError::FormRefused.into_response();
    }
    next.run(request).await
}

/// What the browser says. Programs that are no browser send neither header and are held by the
/// token alone.
fn is_from_elsewhere(headers: &HeaderMap, app: &App) -> bool {
    let site = headers.get("sec-fetch-site");
    let is_foreign_site =
        site.is_some_and(|site| !matches!(site.as_bytes(), b"same-origin" | b"none"));
    // A browser that hides the origin ("null") has to say in the other header that it is ours.
    let is_foreign_origin = headers.get(ORIGIN).is_some_and(|origin| {
        let is_hidden = origin.as_bytes() == b"null" && site.is_some();
        !is_hidden && origin.as_bytes() != app.public_url.as_bytes()
    });
    is_foreign_site || is_foreign_origin
}
