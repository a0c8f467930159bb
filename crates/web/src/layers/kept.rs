//! Keeps what was typed when a form can't be taken: because the session has ended, or because the
//! person has to confirm who they are. Afterwards they find it at `/answer-kept`.
//!
//! The form's token is checked against the session that it was sent with, so that nobody else can
//! put words into somebody's mouth.

use crate::forms::{MAX_BODY, Posted};
use crate::furniture::csrf_token;
use crate::{App, PageError, cookies};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::id::KeptAnswerId;
use service::kept_answers::{self, Outcome};
use std::sync::Arc;
use store::sessions::credential_of;
use tower_sessions::session::Id;

/// Where people find what was kept.
pub const PAGE: &str = "/answer-kept";
/// In the address of a form that sends again what was kept: its identifier.
pub const KEPT: &str = "kept";

/// That what was typed was kept, for the layer that says where to go.
#[derive(Debug, Clone, Copy)]
pub struct WasKept;

/// Holds the body of a form until it is clear that it could be taken.
pub async fn hold(State(app): State<App>, request: Request, next: Next) -> Response {
    let session = session_of(&app, request.headers());
    let (Some(session), true) = (session, is_form(&request)) else {
        return next.run(request).await;
    };
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, MAX_BODY).await else {
        return PageError::TooLarge.into_response();
    };
    let (headers, uri) = (parts.headers.clone(), parts.uri.clone());
    let request = Request::from_parts(parts, Body::from(bytes.clone()));
    let mut response = next.run(request).await;
    let error = response.extensions().get::<Arc<PageError>>();
    match error.map(AsRef::as_ref) {
        Some(PageError::SignedOut | PageError::Unconfirmed) => {
            match keep(&app, session, &headers, uri.path(), &bytes).await {
                Ok(true) => {
                    response.extensions_mut().insert(WasKept);
                }
                Ok(false) => {}
                Err(error) => return error.into_response(),
            }
        }
        None if response.status() == StatusCode::SEE_OTHER => {
            if let Some(id) = restored(&uri)
                && let Err(error) = forget(&app, session, id).await
            {
                return error.into_response();
            }
        }
        _ => {}
    }
    response
}

fn session_of(app: &App, headers: &HeaderMap) -> Option<Id> {
    cookies::get(app, headers, cookies::SESSION)?.parse().ok()
}

fn is_form(request: &Request) -> bool {
    let kind = request.headers().get(CONTENT_TYPE);
    request.method() == Method::POST
        && kind.is_some_and(|kind| {
            kind.as_bytes()
                .starts_with(b"application/x-www-form-urlencoded")
        })
}

/// Keeps the form, if it is one of ours and the session is or was somebody's.
async fn keep(
    app: &App,
    session: Id,
    headers: &HeaderMap,
    path: &str,
    bytes: &Bytes,
) -> Result<bool, PageError> {
    let visit = cookies::get(app, headers, cookies::VISIT).unwrap_or_default();
    let token = csrf_token(app, &visit, &session.to_string());
    let Ok(posted) = Posted::read(bytes, &token) else {
        return Ok(false);
    };
    let (gate, key) = (&app.gate, &app.session_key);
    let credential = credential_of(session);
    Ok(kept_answers::keep(gate, key, credential, path, posted.into_fields()).await?)
}

/// The identifier of what was sent again.
fn restored(uri: &Uri) -> Option<KeptAnswerId> {
    let mut query = form_urlencoded::parse(uri.query()?.as_bytes());
    let (_, id) = query.find(|(name, _)| name == KEPT)?;
    KeptAnswerId::parse(&id)
}

/// It was taken, so it need not be kept. When the page gave the session another token, it stays
/// for a day and can be discarded.
async fn forget(app: &App, session: Id, id: KeptAnswerId) -> Result<(), PageError> {
    if let Some(actor) = app.store.actor(credential_of(session)).await? {
        kept_answers::remove(&app.gate, &actor, id, Outcome::Restored).await?;
    }
    Ok(())
}
