//! Headers that keep browsers from helping an attacker.

use crate::App;
use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::middleware::Next;
use axum::response::Response;

/// No script, nothing from elsewhere, no frames, forms to ourselves only.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; \
                      form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// The same, with scripts that are files of ours.
const POLICY_WITH_SCRIPT: &str = "default-src 'none'; style-src 'self'; img-src 'self'; \
                                  font-src 'self'; script-src 'self'; form-action 'self'; \
                                  frame-ancestors 'none'; base-uri 'none'";

/// For files that people sent: nothing in them may do anything, even if a browser shows them.
const SANDBOX: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// An answer that carries this is a page with a script of ours (docs/adr/0015).
#[derive(Debug, Clone, Copy)]
pub struct HasScript;

/// An answer that carries this is a file that somebody sent.
#[derive(Debug, Clone, Copy)]
pub struct IsFile;

const FIXED: [(HeaderName, &str); 5] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    // Not "no-referrer": browsers then say "Origin: null" for our own forms. Links'
    // tokens in addresses still never leave for another site.
    (REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

/// Sets the headers of every answer, errors and files included.
pub async fn set(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let marks = response.extensions();
    let policy = match (marks.get::<IsFile>(), marks.get::<HasScript>()) {
        (Some(IsFile), _) => SANDBOX,
        (None, Some(HasScript)) => POLICY_WITH_SCRIPT,
        (None, None) => POLICY,
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if app.is_secure() {
        headers.insert(
            STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000; includeSubDomains"),
        );
    }
    response
}

/// Pages are not kept by browsers or proxies unless they say so themselves.
pub async fn no_store_by_default(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
