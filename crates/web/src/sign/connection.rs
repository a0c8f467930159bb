//! Where a signature comes from: the connection's address and what the browser calls itself.

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use std::convert::Infallible;
use std::net::SocketAddr;
use store::signature_requests::SignedFrom;

/// The most of a browser's name that is kept, in characters.
const USER_AGENT_MAX: usize = 300;

/// Where a request comes from. Behind a proxy the address is the proxy's.
pub struct Connection(pub SignedFrom);

impl<S: Send + Sync> FromRequestParts<S> for Connection {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let address = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let agent = parts
            .headers
            .get(USER_AGENT)
            .and_then(|value| value.to_str().ok());
        Ok(Self(SignedFrom {
            ip: address.map(|ConnectInfo(address)| address.ip().to_string()),
            user_agent: agent.map(|agent| agent.chars().take(USER_AGENT_MAX).collect()),
        }))
    }
}
