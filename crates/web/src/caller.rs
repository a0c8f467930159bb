//! Who calls, as far as the request tells: where from, and with what.

use crate::{App, PageError, cookies};
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use domain::credential::Token;
use domain::network::{self, Network};
use service::attempts::{self, Asking, AttemptError, Refusal};
use service::sign_in::Attempting;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use store::sessions::Device;
use time::{Duration, OffsetDateTime};
use tower_cookies::cookie::SameSite;
use tower_cookies::{Cookie, Cookies};

/// How long a browser that somebody signed in with is known.
const KNOWN_FOR: Duration = Duration::days(365);

/// Where a request comes from, and what the browser says that it is.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The network that it comes from.
    pub network: Network,
    /// Browser and system in words.
    pub browser: String,
    /// The secret that the browser is known by, once somebody has signed in with it.
    device: Token,
    cookies: Cookies,
}

impl Caller {
    /// What is kept of it with a session.
    pub fn device(&self) -> Device {
        Device {
            name: self.browser.clone(),
            network: self.network.shown(),
            known_by: Some(self.device.credential().as_bytes().to_vec()),
        }
    }

    /// Makes the browser keep the secret that it is known by: somebody signed in with it.
    pub fn keep_device(&self, app: &App) {
        let name = cookies::name(app, cookies::DEVICE);
        let cookie = Cookie::build((name, self.device.reveal().to_owned()))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(app.is_secure())
            .max_age(KNOWN_FOR);
        self.cookies.add(cookie.build());
    }

    /// The browser's cookies.
    pub fn cookies(&self) -> &Cookies {
        &self.cookies
    }

    /// What tries to sign in are counted by.
    pub fn attempting<'a>(&self, app: &'a App) -> Attempting<'a> {
        Attempting {
            key: &app.session_key,
            network: self.network,
            device: self.device.credential(),
        }
    }

    /// Takes one of what somebody may ask for who is not signed in.
    ///
    /// # Errors
    /// [`PageError::TooOften`].
    pub async fn take(&self, app: &App, asking: Asking) -> Result<(), PageError> {
        let taken = attempts::take_for_caller(&app.gate, &app.session_key, asking, self.network);
        match taken.await {
            Ok(_) => Ok(()),
            Err(AttemptError::Refused(refusal)) => Err(too_often(refusal, app.clock.now())),
            Err(AttemptError::Store(error)) => Err(error.into()),
        }
    }
}

/// What a refusal answers that has no page of its own.
pub fn too_often(refusal: Refusal, now: OffsetDateTime) -> PageError {
    PageError::TooOften {
        retry_after: refusal.seconds(now),
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PageError> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        // Without a connection (a router called by itself) everybody is this machine.
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip());
        let forwarded = forwarded(&parts.headers);
        let origin = network::origin(peer, &forwarded, &app.trusted_proxies);
        let agent = parts.headers.get(USER_AGENT);
        let agent = agent.and_then(|value| value.to_str().ok());
        let browser = browser(agent.unwrap_or_default());
        let device = cookies::get(app, &parts.headers, cookies::DEVICE);
        let device = device.and_then(|text| Token::parse(&text));
        let cookies = parts.extensions.get::<Cookies>().cloned();
        Ok(Self {
            network: Network::of(origin),
            browser,
            device: device.unwrap_or_else(Token::generate),
            cookies: cookies.ok_or_else(|| PageError::internal("the cookie layer is missing"))?,
        })
    }
}

/// What the proxies say, the nearest last.
fn forwarded(headers: &HeaderMap) -> String {
    let said: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect();
    said.join(",")
}

/// What browsers call themselves, those first that also name another.
const BROWSERS: [(&str, &str); 6] = [
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
/// What systems call themselves, likewise.
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "a Mac"),
    ("Linux", "Linux"),
];

/// "Firefox on Windows": words of ours only, so that nothing that a browser says is repeated.
fn browser(agent: &str) -> String {
    let named = |names: &[(&str, &'static str)], otherwise| {
        let found = names.iter().find(|(mark, _)| agent.contains(mark));
        found.map_or(otherwise, |(_, name)| *name)
    };
    let browser = named(&BROWSERS, "A browser");
    let system = named(&SYSTEMS, "");
    if system.is_empty() {
        browser.to_owned()
    } else {
        format!("{browser} on {system}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_named_in_words() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                    Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0";
        assert_eq!(browser(edge), "Edge on Windows");
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 \
                     (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1";
        assert_eq!(browser(phone), "Safari on an iPhone");
        assert_eq!(browser("<script>"), "A browser");
    }
}
