//! Reads and throws away what a browser still sends of a request that is answered already.
//!
//! Uploads and forms are refused as early as possible: no place is free, the token is not this browser's,
//! nobody is signed in. Browsers send all of a form before they read. If the connection were closed
//! meanwhile, they would show that it broke off instead of the page that says why. So the answer is
//! given at once, and for a while somebody listens to the rest, within limits.

use crate::arriving::Pace;
use crate::documents::BODY_MAX;
use crate::forms::MAX_BODY;
use axum::body::{Body, BodyDataStream, Bytes, HttpBody as _};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, EXPECT};
use axum::middleware::Next;
use axum::response::Response;
use futures_util::{Stream, StreamExt as _};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// How many are listened to at once; to whoever comes next nobody listens.
const AT_ONCE: usize = 32;
/// How long anybody is listened to.
const WHOLE: Duration = Duration::from_secs(10);
/// How much more of a form without a file is read, in bytes: one that is a little too large is, so that
/// the browser gets to see it.
const FORM_MAX: u64 = 4 * MAX_BODY as u64;

/// Listening to the rest of requests, so many at once.
#[derive(Clone)]
pub struct Drains(Arc<Semaphore>);

impl Default for Drains {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

/// What is left of a body once nobody reads it any more.
#[derive(Clone, Default)]
struct Rest(Arc<Mutex<Option<BodyDataStream>>>);

/// A body that is put back when whoever reads it lets go of it before its end.
struct Lent {
    body: Option<BodyDataStream>,
    rest: Rest,
}

impl Stream for Lent {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        let polled = body.poll_next_unpin(context);
        if matches!(polled, Poll::Ready(None | Some(Err(_)))) {
            self.body = None;
        }
        polled
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        *self.rest.held() = self.body.take();
    }
}

impl Rest {
    fn held(&self) -> std::sync::MutexGuard<'_, Option<BodyDataStream>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Answers, and listens to what is left of the request.
#[expect(
    clippy::disallowed_methods,
    reason = "it listens while the answer is given, and ends by itself"
)]
pub async fn listen(State(drains): State<Drains>, request: Request, next: Next) -> Response {
    // Whoever waits to be asked for a body sends none after a refusal.
    if request.body().is_end_stream() || request.headers().contains_key(EXPECT) {
        return next.run(request).await;
    }
    let most = most(&request);
    let (parts, body) = request.into_parts();
    let rest = Rest::default();
    // What declares to be too large never ends in time.
    let is_bounded = body.size_hint().lower() <= most;
    let lent = Lent {
        body: Some(body.into_data_stream()),
        rest: rest.clone(),
    };
    let response = next
        .run(Request::from_parts(parts, Body::from_stream(lent)))
        .await;
    let left = rest.held().take();
    let Some(left) = left.filter(|_| is_bounded) else {
        return response;
    };
    if let Ok(place) = drains.0.try_acquire_owned() {
        tokio::spawn(async move {
            let _ended = timeout(WHOLE, drain(left, most)).await;
            drop(place);
        });
    }
    response
}

/// How much of a request's body anybody listens to, in bytes.
fn most(request: &Request) -> u64 {
    let kind = request.headers().get(CONTENT_TYPE);
    let has_file = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"));
    if has_file { BODY_MAX } else { FORM_MAX }
}

/// Throws away what comes, as long as it comes fast enough.
async fn drain(mut left: BodyDataStream, most: u64) {
    let mut pace = Pace::brief();
    let mut bytes = 0;
    while let Ok(Some(Ok(piece))) = pace.wait(left.next()).await {
        pace.count(piece.len());
        bytes += piece.len() as u64;
        if bytes > most {
            return;
        }
    }
}
