//! The keys that certificates are checked with.

use crate::App;
use crate::cached;
use crate::reply::Reply;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse as _;

/// A JWK Set (RFC 7517), retired keys with their dates included.
pub async fn show(State(app): State<App>, headers: HeaderMap) -> Reply {
    let json = app.keys.to_json();
    let tag = cached::tag_of(&json);
    Ok(cached::unless_known(&headers, &tag, || {
        ([(CONTENT_TYPE, "application/jwk-set+json")], json).into_response()
    }))
}
