//! What holds for every request, from the outside in:
//! headers, compression, listening to what is left of a request, the detached task with its limits, error
//! pages, what other sites send, what is kept of forms that can't be taken, the session, the visit, who
//! reads an error.

pub mod assets;
mod cross_site;
mod detached;
mod drained;
mod error_pages;
mod error_words;
mod headers;
pub mod kept;
mod not_kept;
mod reader;
pub mod visit;

pub use detached::Limits;
pub(crate) use headers::{HasScript, IsFile};

use crate::{App, cookies};
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use store::sessions::SessionStore;
use tower_http::compression::CompressionLayer;
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, SessionManagerLayer};

/// Puts the layers around the pages. Public so that tests can put the same ones
/// around pages that panic or never answer.
pub fn around(pages: Router<App>, app: App, limits: Limits) -> Router {
    let sessions = SessionManagerLayer::new(SessionStore(app.gate.clone()))
        .with_name(cookies::name(&app, cookies::SESSION))
        .with_secure(app.is_secure())
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        // The cookie goes with the browser; the database ends the session.
        .with_expiry(Expiry::OnSessionEnd);
    pages
        .fallback(error_pages::no_such_page)
        .layer(from_fn_with_state(app.clone(), reader::remember))
        .layer(from_fn_with_state(app.clone(), visit::remember))
        .layer(sessions)
        .layer(from_fn_with_state(app.clone(), cookies::complete))
        .layer(from_fn_with_state(app.clone(), kept::hold))
        .layer(from_fn_with_state(app.clone(), cross_site::refuse))
        .layer(from_fn_with_state(app.clone(), error_pages::draw))
        .layer(from_fn_with_state((app.clone(), limits), detached::run))
        .layer(from_fn_with_state(
            drained::Drains::default(),
            drained::listen,
        ))
        .merge(assets::routes())
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(app.clone(), headers::set))
        .layer(from_fn(headers::no_store_by_default))
        .with_state(app)
}
