//! One line for each answer: the pattern of the address, never the address itself,
//! because links carry secrets in their path, and never a query.

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;

/// What stands for addresses that the service does not have.
const UNKNOWN: &str = "(unknown)";

/// Logs the answer.
pub async fn write(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let path = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let path = path.as_ref().map_or(UNKNOWN, MatchedPath::as_str);
    let status = response.status().as_u16();
    let milliseconds = started.elapsed().as_millis();
    if path.starts_with("/static/") || path.starts_with("/assets/") || path == "/healthz" {
        tracing::debug!(target: "psn_cop::requests", %method, path, status, milliseconds);
    } else {
        tracing::info!(target: "psn_cop::requests", %method, path, status, milliseconds);
    }
    response
}
