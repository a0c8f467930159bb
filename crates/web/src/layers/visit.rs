//! A browser's visit: a secret of its own that its forms are bound to, before and
//! after sign-in, and the message that the last page left for this one.

use crate::cookies::{self, SAID, VISIT};
use crate::reply::Said;
use crate::{App, PageError, kept_forms};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use domain::credential::Token;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use time::Duration;

/// How long a message waits for the next page.
const MESSAGE_LIFETIME: Duration = Duration::minutes(1);
/// The longest message that a page may leave for the next, in characters.
const MAX_MESSAGE: usize = 1000;

/// The same as it stands in its cookie, in bytes: browsers drop cookies of more than 4,096.
const MAX_ENCODED: usize = 3500;

/// What marks a message in its cookie that people should look at.
const IMPORTANT: &str = "important";

/// What is said when something that was kept is taken and its page says nothing.
const RESTORED: &str = "We took what we had kept for you";

/// What is known of the browser without asking the database.
#[derive(Clone)]
pub struct Visit {
    token: Arc<str>,
    message: Option<Arc<Said>>,
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

    /// The same visit without the message, which stays for the page after.
    pub fn without_message(&self) -> Self {
        Self {
            message: None,
            was_message_read: Arc::default(),
            ..self.clone()
        }
    }

    /// The visit's secret. Using it makes sure that the browser gets to know it.
    pub fn token(&self) -> &str {
        self.was_token_used.store(true, Ordering::Relaxed);
        &self.token
    }

    /// The message that the last page left, once.
    pub fn take_message(&self) -> Option<&Said> {
        let is_first = !self.was_message_read.swap(true, Ordering::Relaxed);
        self.message.as_deref().filter(|_| is_first)
    }
}

/// Gives the request its visit, and the browser its cookies.
pub async fn remember(
    State(app): State<App>,
    mut request: Request,
    next: Next,
) -> Result<Response, PageError> {
    let headers = request.headers();
    let known = cookies::get(&app, headers, VISIT).and_then(|text| Token::parse(&text));
    let is_new = known.is_none();
    let token = known.unwrap_or_else(Token::generate);
    let message = cookies::get(&app, headers, SAID).map(|encoded| decode(&encoded));
    let visit = Visit {
        token: token.reveal().into(),
        message: message.map(Arc::new),
        was_token_used: Arc::default(),
        was_message_read: Arc::default(),
    };
    let is_restored =
        request.method() == Method::POST && kept_forms::named_in(request.uri().query()).is_some();
    request.extensions_mut().insert(visit.clone());
    let mut response = next.run(request).await;
    if is_new && visit.was_token_used.load(Ordering::Relaxed) {
        cookies::set(&app, &mut response, VISIT, token.reveal(), None)?;
    }
    if visit.message.is_some() && visit.was_message_read.load(Ordering::Relaxed) {
        cookies::set(&app, &mut response, SAID, "", Some(Duration::ZERO))?;
    }
    let said = response.extensions_mut().remove::<Said>();
    let is_taken = response.status() == StatusCode::SEE_OTHER
        && response.extensions().get::<Arc<PageError>>().is_none();
    let restored = || Said {
        text: RESTORED.to_owned(),
        is_important: false,
    };
    let said = said.or_else(|| (is_restored && is_taken).then(restored));
    if let Some(said) = said {
        let encoded = encode(&said);
        cookies::set(&app, &mut response, SAID, &encoded, Some(MESSAGE_LIFETIME))?;
    }
    Ok(response)
}

fn encode(said: &Said) -> String {
    let mut text = String::new();
    for character in said.text.chars().take(MAX_MESSAGE) {
        let mut bytes = [0; 4];
        let encoded = character.encode_utf8(&mut bytes).as_bytes();
        let encoded: String = form_urlencoded::byte_serialize(encoded).collect();
        if text.len() + encoded.len() > MAX_ENCODED {
            break;
        }
        text.push_str(&encoded);
    }
    if said.is_important {
        format!("{text}={IMPORTANT}")
    } else {
        text
    }
}

/// The message of a cookie. A browser could only deceive itself with it; it is
/// still cut and shown as text.
fn decode(encoded: &str) -> Said {
    let pair = form_urlencoded::parse(encoded.as_bytes()).next();
    let (text, mark) = pair.unwrap_or_default();
    Said {
        text: text.chars().take(MAX_MESSAGE).collect(),
        is_important: mark == IMPORTANT,
    }
}
