//! Keeps what was typed when a form can't be taken: because the session has ended, because the
//! person has to confirm who they are, or because what it is about has changed meanwhile. Afterwards
//! they find it at `/answer-kept`, or at once on the page that it was typed on (`kept_forms`).
//!
//! The form's token is checked against the session that it was sent with, so that nobody else can
//! put words into somebody's mouth. A form from before its person signed out and in again is kept
//! too: its token says for whom the page was made.

use crate::forms::{MAX_BODY, Posted};
use crate::furniture::{csrf_token, person_token};
use crate::layers::not_kept::NotKept;
use crate::{App, PageError, cookies, kept_forms};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, REFERER};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::id::KeptAnswerId;
use service::kept_answers::{self, Fields, Outcome};
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
    let is_held = session.is_some() || kept_forms::find(request.uri().path()).is_some();
    if !is_held || !is_form(&request) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, MAX_BODY).await else {
        return PageError::TooLarge.into_response();
    };
    let (headers, uri) = (parts.headers.clone(), parts.uri.clone());
    let request = Request::from_parts(parts, Body::from(bytes.clone()));
    let mut response = next.run(request).await;
    let form = Held {
        app: &app,
        headers: &headers,
        uri: &uri,
        bytes: &bytes,
    };
    let error = response.extensions().get::<Arc<PageError>>().cloned();
    let is_signed_out = matches!(error.as_deref(), Some(PageError::SignedOut));
    match form.after(session, response.status(), error).await {
        Ok(Some(way_back)) => {
            response.extensions_mut().insert(WasKept(way_back));
        }
        Ok(None) if is_signed_out => {
            if let Some(not_kept) = NotKept::read(uri.path(), &bytes) {
                response.extensions_mut().insert(not_kept);
            }
        }
        Ok(None) => {}
        Err(error) => return error.into_response(),
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

/// A form that was sent, until it is clear that it could be taken.
struct Held<'a> {
    app: &'a App,
    headers: &'a HeaderMap,
    uri: &'a Uri,
    bytes: &'a Bytes,
}

impl Held<'_> {
    /// Keeps the form if it could not be taken, or forgets what was kept of it if it was. The address
    /// of the page with what was kept now.
    async fn after(
        &self,
        session: Option<Id>,
        status: StatusCode,
        error: Option<Arc<PageError>>,
    ) -> Result<Option<String>, PageError> {
        let Some(session) = session else {
            return Ok(None);
        };
        match error.as_deref() {
            Some(PageError::SignedOut | PageError::Unconfirmed) => self.keep(session, false).await,
            Some(PageError::Conflict) => self.keep(session, true).await,
            Some(PageError::FormRefused) => {
                let is_kept = self.keep_of_before(session).await?;
                Ok(is_kept.then(|| PAGE.to_owned()))
            }
            None if status == StatusCode::SEE_OTHER => {
                if let Some(id) = restored(self.uri, self.headers) {
                    forget(self.app, session, id, self.uri.path()).await?;
                }
                Ok(None)
            }
            _ => Ok(None),
        }
    }

    /// Keeps the form, if it is one of ours and the session is or was somebody's; of some only if
    /// something was typed. The address of its page with what was typed.
    async fn keep(&self, session: Id, only_typed: bool) -> Result<Option<String>, PageError> {
        let Some(form) = kept_forms::find(self.uri.path()) else {
            return Ok(None);
        };
        let token = csrf_token(self.app, &self.visit(), &session.to_string());
        let Ok(posted) = Posted::read(self.bytes, &token) else {
            return Ok(None);
        };
        let fields = posted.into_fields();
        if only_typed && !kept_forms::is_any_typed(&fields) {
            return Ok(None);
        }
        let kept = self.seal(session, fields).await?;
        Ok(kept.map(|id| form.way_back(id)))
    }

    /// Keeps a form of a page that was made for the same person in another session of this browser.
    /// False when it is not one.
    async fn keep_of_before(&self, session: Id) -> Result<bool, PageError> {
        let actor = self.app.store.actor(credential_of(session)).await?;
        let (Some(actor), Some(_)) = (actor, kept_forms::find(self.uri.path())) else {
            return Ok(false);
        };
        let person = person_token(self.app, &self.visit(), actor.user);
        let Ok(posted) = Posted::read_to_keep(self.bytes, &person) else {
            return Ok(false);
        };
        Ok(self.seal(session, posted.into_fields()).await?.is_some())
    }

    async fn seal(&self, session: Id, fields: Fields) -> Result<Option<KeptAnswerId>, PageError> {
        let (gate, key) = (&self.app.gate, &self.app.session_key);
        let (credential, path) = (credential_of(session), self.uri.path());
        Ok(kept_answers::keep(gate, key, credential, path, fields).await?)
    }

    fn visit(&self) -> String {
        cookies::get(self.app, self.headers, cookies::VISIT).unwrap_or_default()
    }
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
