//! `PSN_PUBLIC_URL`: under which address people reach the service.

use std::fmt;
use std::net::IpAddr;

use axum::http::Uri;

/// The address under which people reach the service: a scheme, a host and maybe a port.
///
/// Over plain http only this machine itself: everywhere else passwords would cross a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    origin: String,
    host: String,
    is_https: bool,
}

impl Default for PublicUrl {
    fn default() -> Self {
        Self {
            origin: "http://localhost:8080".to_owned(),
            host: "localhost".to_owned(),
            is_https: false,
        }
    }
}

impl PublicUrl {
    /// Reads an address like `https://psn.example`; a slash at its end is dropped. The error is the
    /// end of a sentence that begins with the variable's name.
    pub fn parse(text: &str) -> Result<Self, String> {
        const FORM: &str = "must be an address like https://psn.example, without a path";
        let uri: Uri = text.parse().map_err(|_| FORM.to_owned())?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(FORM.to_owned());
        };
        let is_plain = match authority.port_u16() {
            Some(port) => authority.as_str() == format!("{}:{port}", authority.host()),
            None => authority.as_str() == authority.host(),
        };
        let has_more = uri.path() != "/" || uri.query().is_some() || text.contains('#');
        let is_web = ["http", "https"].contains(&scheme) && !authority.host().is_empty();
        if !is_web || !is_plain || has_more {
            return Err(FORM.to_owned());
        }
        let host = authority.host().to_ascii_lowercase();
        let is_https = scheme == "https";
        let usual_port = if is_https { 443 } else { 80 };
        let origin = match authority.port_u16() {
            Some(port) if port != usual_port => format!("{scheme}://{host}:{port}"),
            _ => format!("{scheme}://{host}"),
        };
        let url = Self {
            origin,
            host,
            is_https,
        };
        if !is_https && !url.is_loopback() {
            return Err(format!(
                "is {text}, but only this machine itself may be served over http: use https"
            ));
        }
        Ok(url)
    }

    /// Scheme, host and port as a browser's `Origin` header gives them; no slash at the end.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The host in small letters, without the port.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether cookies can be marked as secure.
    pub fn is_https(&self) -> bool {
        self.is_https
    }

    /// Whether the address names this machine itself.
    pub fn is_loopback(&self) -> bool {
        let literal = self.host.trim_start_matches('[').trim_end_matches(']');
        self.host == "localhost"
            || self.host.ends_with(".localhost")
            || literal
                .parse()
                .is_ok_and(|address: IpAddr| address.is_loopback())
    }

    /// Whether the host belongs to gov.uk.
    pub fn is_gov_uk(&self) -> bool {
        self.host == "gov.uk" || self.host.ends_with(".gov.uk")
    }

    /// The whole address of a page.
    pub fn page(&self, path: &str) -> String {
        format!("{}/{}", self.origin, path.trim_start_matches('/'))
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)
    }
}
