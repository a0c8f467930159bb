//! Requests finish even when their sender goes away.
//!
//! A handler that is dropped in the middle of a transaction hands its connection
//! back in an unknown state (docs/adr/0004). So every request runs in a task of its
//! own that nothing drops: not a closed connection, not the time-out. The number
//! of such tasks is bounded.

use crate::layers::error_pages;
use crate::{App, PageError};
use axum::extract::{Request, State};
use axum::http::Method;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// How many requests may run at once, and how long anybody waits for one.
#[derive(Clone)]
pub struct Limits {
    permits: Arc<Semaphore>,
    uploads: Arc<Semaphore>,
    wait: Duration,
    answer: Duration,
}

/// How many files may arrive at once. They take long, and must not keep others out.
const UPLOADS_AT_ONCE: usize = 32;
/// How long one file may take to arrive, and its answer.
const UPLOAD: Duration = Duration::from_mins(51);

/// Whether a request sends a file.
fn is_upload(request: &Request) -> bool {
    let kind = request.headers().get(CONTENT_TYPE);
    let is_multipart = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"));
    let address = request.uri();
    is_multipart
        && request.method() == Method::POST
        && (crate::documents::is_upload(address) || crate::imports::is_upload(address))
}

impl Limits {
    /// At most `at_once` requests; others wait for `wait` to begin, and everybody
    /// for `answer` until they are told to try again.
    pub fn new(at_once: usize, wait: Duration, answer: Duration) -> Self {
        Self {
            permits: Arc::new(Semaphore::new(at_once)),
            uploads: Arc::new(Semaphore::new(UPLOADS_AT_ONCE)),
            wait,
            answer,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::new(256, Duration::from_secs(5), Duration::from_secs(30))
    }
}

/// Seconds after which a browser should try again when too much is going on.
const RETRY_AFTER: u32 = 5;

/// A page panicked. What it said is not told: it may be what somebody typed.
#[derive(Debug, thiserror::Error)]
#[error("a page panicked")]
struct Panicked;

/// Runs the rest of the request in a task of its own.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where requests become tasks"
)]
pub async fn run(
    State((app, limits)): State<(App, Limits)>,
    request: Request,
    next: Next,
) -> Response {
    let (permits, answer) = if is_upload(&request) {
        (limits.uploads, UPLOAD)
    } else {
        (limits.permits, limits.answer)
    };
    let waiting = timeout(limits.wait, permits.acquire_owned());
    let Ok(Ok(permit)) = waiting.await else {
        let busy = PageError::Busy {
            retry_after: RETRY_AFTER,
        };
        return error_pages::draw_outside(&app, &busy);
    };
    let task = tokio::spawn(async move {
        let response = next.run(request).await;
        drop(permit);
        response
    });
    match timeout(answer, task).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => error_pages::draw_outside(&app, &PageError::internal(Panicked)),
        Err(_) => {
            tracing::warn!("a page took too long to answer");
            error_pages::draw_outside(&app, &PageError::Unavailable)
        }
    }
}
