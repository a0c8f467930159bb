//! Keeps what was typed when a form can't be taken: because the session has ended, or because the
//! person has to confirm who they are. Afterwards they find it at `/answer-kept`, or at once on the
//! page that it was typed on (`kept_forms`).
//!
//! The form's token is checked against the session that it was sent with, so that nobody else can
//! put words into somebody's mouth. A form from before its person signed out and in again is kept
//! too: its token says for whom the page was made.

use crate::forms::{MAX_BODY, Posted};
use crate::furniture::{csrf_token, person_token};
use crate::{App, PageError, cookies, kept_forms};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, REFERER};
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

/// That what was typed was kept, and the page that holds it, for the layer that says where to go.
#[derive(Debug, Clone)]
pub struct WasKept(pub String);

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
                Ok(Some(way_back)) => {
                    response.extensions_mut().insert(WasKept(way_back));
                }
                Ok(None) => {}
                Err(error) => return error.into_response(),
            }
        }
        Some(PageError::FormRefused) => {
            match keep_of_before(&app, session, &headers, uri.path(), &bytes).await {
                Ok(true) => {
                    response.extensions_mut().insert(WasKept(PAGE.to_owned()));
                }
                Ok(false) => {}
                Err(error) => return error.into_response(),
            }
        }
        None if response.status() == StatusCode::SEE_OTHER => {
            if let Some(id) = restored(&uri, &headers)
                && let Err(error) = forget(&app, session, id, uri.path()).await
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

/// Keeps the form, if it is one of ours and the session is or was somebody's. The address of its
/// page with what was typed.
async fn keep(
    app: &App,
    session: Id,
    headers: &HeaderMap,
    path: &str,
    bytes: &Bytes,
) -> Result<Option<String>, PageError> {
    let Some(form) = kept_forms::find(path) else {
        return Ok(None);
    };
    let visit = cookies::get(app, headers, cookies::VISIT).unwrap_or_default();
    let token = csrf_token(app, &visit, &session.to_string());
    let Ok(posted) = Posted::read(bytes, &token) else {
        return Ok(None);
    };
    let (gate, key) = (&app.gate, &app.session_key);
    let credential = credential_of(session);
    let kept = kept_answers::keep(gate, key, credential, path, posted.into_fields()).await?;
    Ok(kept.map(|id| form.way_back(id)))
}

/// Keeps a form of a page that was made for the same person in another session of this browser.
/// False when it is not one.
async fn keep_of_before(
    app: &App,
    session: Id,
    headers: &HeaderMap,
    path: &str,
    bytes: &Bytes,
) -> Result<bool, PageError> {
    let credential = credential_of(session);
    let actor = app.store.actor(credential).await?;
    let (Some(actor), Some(_)) = (actor, kept_forms::find(path)) else {
        return Ok(false);
    };
    let visit = cookies::get(app, headers, cookies::VISIT).unwrap_or_default();
    let person = person_token(app, &visit, actor.user);
    let Ok(posted) = Posted::read_to_keep(bytes, &person) else {
        return Ok(false);
    };
    let (gate, key) = (&app.gate, &app.session_key);
    let kept = kept_answers::keep(gate, key, credential, path, posted.into_fields()).await?;
    Ok(kept.is_some())
}

/// The identifier of what was sent again: in the address itself or in that of the page that the
/// form stood in.
fn restored(uri: &Uri, headers: &HeaderMap) -> Option<KeptAnswerId> {
    let page = headers.get(REFERER).and_then(|value| value.to_str().ok());
    let of_page = page.and_then(|page| page.split_once('?'));
    kept_forms::named_in(uri.query())
        .or_else(|| kept_forms::named_in(of_page.map(|(_, query)| query)))
}

/// It was taken, so it need not be kept. When the page gave the session another token, it stays
/// for a day and can be discarded.
async fn forget(app: &App, session: Id, id: KeptAnswerId, path: &str) -> Result<(), PageError> {
    let Some(actor) = app.store.actor(credential_of(session)).await? else {
        return Ok(());
    };
    let kept = kept_answers::find(&app.gate, &app.session_key, &actor, id).await?;
    // Another form of the same page may have been sent.
    if kept.is_some_and(|kept| kept.path == path) {
        kept_answers::remove(&app.gate, &actor, id, Outcome::Restored).await?;
    }
    Ok(())
}
