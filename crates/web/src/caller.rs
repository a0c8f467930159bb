//! Who calls, as far as the request tells: where from, and with what.

use crate::{App, PageError};
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use domain::network::{self, Network};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use store::sessions::Device;

/// Where a request comes from, and what the browser says that it is.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The network that it comes from.
    pub network: Network,
    /// Browser and system in words.
    pub browser: String,
}

impl Caller {
    /// What is kept of it with a session.
    pub fn device(&self) -> Device {
        Device {
            name: self.browser.clone(),
            network: self.network.shown(),
        }
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
        Ok(Self {
            network: Network::of(origin),
            browser: browser(agent.unwrap_or_default()),
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
