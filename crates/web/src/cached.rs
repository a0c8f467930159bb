//! Answers that browsers and proxies may keep for a short while, and ask about again
//! without getting them twice.

use crate::PageError;
use crate::reply::Reply;
use askama::Template;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use std::hash::{DefaultHasher, Hash, Hasher};

/// How long an answer may be kept unasked: a minute.
const KEPT: HeaderValue = HeaderValue::from_static("public, max-age=60");

/// A page that is the same for everybody.
pub fn page(headers: &HeaderMap, template: &impl Template) -> Reply {
    let html = template.render().map_err(PageError::internal)?;
    let tag = tag_of(&html);
    Ok(unless_known(headers, &tag, || {
        ([(CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
    }))
}

/// A tag for everything that the answer is made of. Weak, because compression
/// changes the bytes and not what they say.
pub fn tag_of(parts: &impl Hash) -> String {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    format!("W/\"{:016x}\"", hasher.finish())
}

/// The answer, or 304 when the browser has it under this tag.
pub fn unless_known(headers: &HeaderMap, tag: &str, answer: impl FnOnce() -> Response) -> Response {
    let mut response = if is_known(headers, tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        answer()
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, KEPT);
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(ETAG, tag);
    }
    response
}

/// True when `If-None-Match` names the tag (weak comparison, RFC 9110, 13.1.2).
pub fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let wanted = opaque(tag);
    headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(','))
        .any(|known| known.trim() == "*" || opaque(known) == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_tag_is_not_answered_again() {
        let mut headers = HeaderMap::new();
        let tag = tag_of(&("a", 1));
        assert_ne!(tag, tag_of(&("a", 2)));
        assert!(!is_known(&headers, &tag));
        let line = format!("\"other\", {}", tag.trim_start_matches("W/"));
        headers.insert(IF_NONE_MATCH, line.parse().unwrap());
        assert!(is_known(&headers, &tag));
        let response = unless_known(&headers, &tag, || "body".into_response());
        assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
    }
}
