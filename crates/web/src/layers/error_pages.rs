//! Draws every error as a page: plain words, what to do, no codes.

use crate::furniture::Furniture;
use crate::layers::error_words;
use crate::layers::kept::WasKept;
use crate::layers::not_kept::NotKept;
use crate::layers::reader::Reader;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{CONTENT_TYPE, LOCATION, REFERER, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use govuk::Layout;
use std::sync::Arc;

const SIGN_IN: &str = "/sign-in";

/// A page that says what went wrong and what to do.
#[derive(Template)]
#[template(path = "errors/error.html")]
struct ErrorPage {
    layout: Layout,
    heading: &'static str,
    paragraphs: &'static [&'static str],
    /// Whether what was typed is kept.
    is_typed_kept: bool,
    reference: Option<String>,
    team_email: String,
    home: (&'static str, &'static str),
}

/// No address of ours.
pub async fn no_such_page() -> PageError {
    PageError::NotFound
}

/// Lets the request through and draws the error that comes back, if one does.
pub async fn draw(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    // The furniture needs what the inner layers know; a page without it is drawn bare.
    let back = page_of(&app, &parts);
    let is_asked = !parts.method.is_safe();
    let visit = crate::layers::visit::Visit::bare();
    parts.extensions.insert(visit);
    let furniture = Furniture::from_request_parts(&mut parts, &app).await;
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let is_to_be_drawn = is_to_be_drawn(&response);
    let error = response.extensions_mut().remove::<Arc<PageError>>();
    let status = response.status();
    let way = match error.as_deref() {
        Some(PageError::SignedOut) => Some(SIGN_IN),
        Some(PageError::Unconfirmed) => Some("/confirm-it-is-you"),
        Some(PageError::SecondFactorMissing) => Some("/account/two-factor/set-up"),
        _ => None,
    };
    let was_kept = response.extensions_mut().remove::<WasKept>();
    if let Some(way) = way {
        if let Some(WasKept(way_back)) = was_kept {
            return to_what_was_kept(way, &way_back);
        }
        let not_kept = response.extensions_mut().remove::<NotKept>();
        return match (not_kept, furniture) {
            (Some(not_kept), Ok(furniture)) => not_kept.draw(&furniture),
            _ => to_come_back(way, &back),
        };
    }
    let is_kept = was_kept.is_some();
    if let (Some(WasKept(page)), Some(PageError::FormRefused)) = (was_kept, error.as_deref()) {
        let location = HeaderValue::from_str(&page).unwrap_or(HeaderValue::from_static("/"));
        return (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response();
    }
    if !is_to_be_drawn {
        return response;
    }
    let Ok(furniture) = furniture else {
        return response;
    };
    let cookies = kept_cookies(response.headers());
    let reader = response.extensions_mut().remove::<Reader>();
    let reader = reader.unwrap_or_else(|| Reader::nobody(&furniture));
    let failed = Failed {
        status,
        error: error.as_deref(),
        is_typed_kept: is_kept,
        is_asked,
    };
    let mut drawn = page(&app, reader, &failed);
    drawn.headers_mut().extend(cookies);
    drawn
}

/// The page of an error that no layer inside could draw: nothing is known of whoever reads it.
pub(super) fn draw_outside(app: &App, error: &PageError) -> Response {
    let reader = Reader::nobody(&Furniture::of_nobody(app));
    let failed = Failed {
        status: error.status(),
        error: Some(error),
        is_typed_kept: false,
        is_asked: false,
    };
    page(app, reader, &failed)
}

/// Whether this is an error that has no page yet.
pub(super) fn is_to_be_drawn(response: &Response) -> bool {
    let status = response.status();
    let kind = response.headers().get(CONTENT_TYPE);
    let is_drawn = kind.is_some_and(|kind| {
        kind.as_bytes().starts_with(b"text/html")
            || kind.as_bytes().starts_with(b"application/json")
    });
    let has_error = response.extensions().get::<Arc<PageError>>().is_some();
    (status.is_client_error() || status.is_server_error()) && (has_error || !is_drawn)
}

/// To sign in or the like, and then to what was typed: whoever has to confirm who they are finds it
/// on its page, whoever has to sign in reads first that it was kept.
fn to_what_was_kept(way: &'static str, way_back: &str) -> Response {
    if way == SIGN_IN {
        let location = HeaderValue::from_static("/signed-out?kept=yes");
        return (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response();
    }
    to_come_back(way, way_back)
}

/// The page that was asked for; of a form the one that it stands in, which browsers tell us of
/// our own pages (`Referrer-Policy: same-origin`).
fn page_of(app: &App, parts: &Parts) -> String {
    if parts.method == Method::GET {
        let path = parts.uri.path_and_query();
        return path.map_or("/", |path| path.as_str()).to_owned();
    }
    let referrer = parts.headers.get(REFERER);
    let referrer = referrer.and_then(|value| value.to_str().ok());
    let path = referrer.and_then(|url| url.strip_prefix(&*app.public_url));
    let path = path.filter(|path| path.starts_with('/'));
    path.unwrap_or("/home").to_owned()
}

/// To sign in or the like, and from there back.
fn to_come_back(way: &'static str, back: &str) -> Response {
    let encoded: String = form_urlencoded::byte_serialize(back.as_bytes()).collect();
    let location = HeaderValue::from_str(&format!("{way}?next={encoded}"))
        .unwrap_or(HeaderValue::from_static(way));
    (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response()
}

fn kept_cookies(headers: &HeaderMap) -> HeaderMap {
    let name = axum::http::header::SET_COOKIE;
    headers
        .get_all(&name)
        .iter()
        .map(|value| (name.clone(), value.clone()))
        .collect()
}

/// What went wrong.
struct Failed<'a> {
    status: StatusCode,
    error: Option<&'a PageError>,
    is_typed_kept: bool,
    /// Whether something was to be done, rather than a page to be shown.
    is_asked: bool,
}

fn page(app: &App, reader: Reader, failed: &Failed<'_>) -> Response {
    let (status, error) = (failed.status, failed.error);
    let reference = status
        .is_server_error()
        .then(|| domain::id::RequestKey::new().to_string());
    if let Some(PageError::Internal(source)) = error {
        tracing::error!(reference, error = %chain(source.as_ref()), "a page failed");
    }
    let (heading, paragraphs) = error_words::of(status, error, reader.is_team, failed.is_asked);
    let template = ErrorPage {
        layout: reader.layout.title(heading),
        heading,
        paragraphs,
        is_typed_kept: failed.is_typed_kept,
        reference,
        team_email: app.team_email.clone(),
        home: reader.home,
    };
    let mut response = match crate::reply::page(status, &template) {
        Ok(response) => response,
        Err(_) => status.into_response(),
    };
    if let Some(seconds) = error.and_then(PageError::retry_after) {
        let headers = response.headers_mut();
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// The error and what caused it, for the log.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        source = inner.source();
    }
    text
}
