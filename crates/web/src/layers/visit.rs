//! A browser's visit: a secret of its own that its forms are bound to, before and
//! after sign-in, and the message that the last page left for this one.

use crate::App;
use crate::furniture::FLASH_COOKIE;
use axum::extract::{Request, State};
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use domain::credential::Token;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

const COOKIE_NAME: &str = "psn-visit";
/// The longest message that a page may leave for the next, in characters.
const MAX_MESSAGE: usize = 300;

/// What is known of the browser without asking the database.
#[derive(Clone)]
pub struct Visit {
    token: Arc<str>,
    message: Option<Arc<str>>,
    was_token_used: Arc<AtomicBool>,
    was_message_read: Arc<AtomicBool>,
}

impl Visit {
    /// A visit of which nothing is known, for pages without forms.
    pub fn bare() -> Self {
        Self {
            token: Arc::from(""),
            message: None,
            was_token_used: Arc::default(),
            was_message_read: Arc::default(),
        }
    }

    /// The visit's secret. Using it makes sure that the browser gets to know it.
    pub fn token(&self) -> &str {
        self.was_token_used.store(true, Ordering::Relaxed);
        &self.token
    }

    /// The message that the last page left, once.
    pub fn take_message(&self) -> Option<&str> {
        let is_first = !self.was_message_read.swap(true, Ordering::Relaxed);
        self.message.as_deref().filter(|_| is_first)
    }
}

/// Gives the request its visit, and the browser its cookies.
pub async fn remember(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let known = cookie(request.headers(), COOKIE_NAME).and_then(|text| Token::parse(&text));
    let is_new = known.is_none();
    let token = known.unwrap_or_else(Token::generate);
    let message = cookie(request.headers(), FLASH_COOKIE).map(|encoded| decode(&encoded));
    let visit = Visit {
        token: token.reveal().into(),
        message: message.map(Into::into),
        was_token_used: Arc::default(),
        was_message_read: Arc::default(),
    };
    request.extensions_mut().insert(visit.clone());
    let mut response = next.run(request).await;
    let secure = if app.is_secure() { "; Secure" } else { "" };
    if is_new && visit.was_token_used.load(Ordering::Relaxed) {
        let value = format!(
            "{COOKIE_NAME}={}; Path=/; HttpOnly; SameSite=Lax{secure}",
            token.reveal()
        );
        add_cookie(&mut response, &value);
    }
    if visit.message.is_some() && visit.was_message_read.load(Ordering::Relaxed) {
        let value = format!("{FLASH_COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{secure}");
        add_cookie(&mut response, &value);
    }
    response
}

fn add_cookie(response: &mut Response, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}

/// The value of a cookie that the browser sent.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// The message of a cookie. A browser could only deceive itself with it; it is
/// still cut and shown as text.
fn decode(encoded: &str) -> String {
    form_urlencoded::parse(encoded.as_bytes())
        .next()
        .map(|(text, _)| text.chars().take(MAX_MESSAGE).collect())
        .unwrap_or_default()
}
