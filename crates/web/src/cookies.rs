//! Cookies: one way to name, set and remove them.
//!
//! Over https their names begin with `__Host-`, so that browsers take them from this very host
//! alone, and they are `Secure`, also when they are removed.

use crate::{App, PageError};
use axum::extract::{Request, State};
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use time::Duration;

/// Keeps somebody signed in.
pub const SESSION: &str = "psn-session";
/// What forms are bound to.
pub const VISIT: &str = "psn-visit";
/// The message for the next page.
pub const SAID: &str = "psn-said";
/// The address that this browser asked mail for.
pub const ASKED: &str = "psn-asked";
/// Opens what is behind an e-mailed link.
pub const LINK: &str = "psn-link";
/// By which a browser is known that somebody has signed in with.
pub const DEVICE: &str = "psn-device";

/// The name with its prefix.
pub fn name(app: &App, name: &str) -> String {
    let prefix = if app.is_secure() { "__Host-" } else { "" };
    format!("{prefix}{name}")
}

/// The value of a cookie that the browser sent.
pub fn get(app: &App, headers: &HeaderMap, cookie: &str) -> Option<String> {
    let wanted = name(app, cookie);
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == wanted)
        .map(|(_, value)| value.to_owned())
}

/// Sets a cookie, which goes with the browser unless it is to last; a time of zero removes it.
pub fn set(
    app: &App,
    response: &mut Response,
    cookie: &str,
    value: &str,
    lasting: Option<Duration>,
) -> Result<(), PageError> {
    let secure = if app.is_secure() { "; Secure" } else { "" };
    let lasting = lasting.map(|time| format!("; Max-Age={}", time.whole_seconds()));
    let line = format!(
        "{}={value}; Path=/; HttpOnly; SameSite=Lax{}{secure}",
        name(app, cookie),
        lasting.unwrap_or_default()
    );
    let line = HeaderValue::from_str(&line).map_err(PageError::internal)?;
    response.headers_mut().append(SET_COOKIE, line);
    Ok(())
}

/// Completes cookies that a library sets or removes: browsers don't take a `__Host-` cookie that is
/// not `Secure`, not even to remove it.
pub async fn complete(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if !app.is_secure() {
        return response;
    }
    let lines: Vec<HeaderValue> = response
        .headers()
        .get_all(SET_COOKIE)
        .iter()
        .cloned()
        .collect();
    response.headers_mut().remove(SET_COOKIE);
    for line in lines {
        let line = completed(&line).unwrap_or(line);
        response.headers_mut().append(SET_COOKIE, line);
    }
    response
}

/// The line with what it lacks; nothing when it lacks nothing.
fn completed(line: &HeaderValue) -> Option<HeaderValue> {
    let mut text = line.to_str().ok()?.to_owned();
    let length = text.len();
    for needed in ["HttpOnly", "SameSite=Lax", "Secure"] {
        if !text.split("; ").any(|part| part == needed) {
            text.push_str("; ");
            text.push_str(needed);
        }
    }
    (text.len() > length)
        .then(|| HeaderValue::from_str(&text).ok())
        .flatten()
}
