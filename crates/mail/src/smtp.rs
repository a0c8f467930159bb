//! Delivery to a mail server.

use std::{fmt, time::Duration};

use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor, transport::smtp};

use crate::DeliveryError;

/// How long the server may take for one answer.
const ANSWER_SECONDS_MAX: u64 = 20;

/// How long one message may take in all.
const MESSAGE_SECONDS_MAX: u64 = 90;

/// Answers about our own account at the server (RFC 4954, 4 and 6): they say
/// nothing against the message.
const ACCOUNT_CODES: [u16; 4] = [530, 534, 535, 538];

/// A mail server. Copies share its connections.
#[derive(Clone)]
pub struct SmtpRelay(AsyncSmtpTransport<Tokio1Executor>);

impl fmt::Debug for SmtpRelay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SmtpRelay")
    }
}

/// Why an address of a mail server is refused. Never shows the address, which
/// may hold a password.
#[derive(thiserror::Error, Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmtpUrlError {
    /// Another scheme.
    #[error("the mail server's address must start with smtp://, smtps:// or smtp+starttls://")]
    Scheme,
    /// Not an address of a server.
    #[error("the mail server's address must be like smtps://user:password@mail.example.com:465")]
    Format,
    /// The password would go over the network for all to read.
    #[error("a password needs smtps:// or smtp+starttls://, except to this same machine")]
    PasswordInClear,
}

impl SmtpRelay {
    /// The server of `smtp://` (no encryption, port 25), `smtps://` (TLS from the
    /// start, port 465) or `smtp+starttls://` (TLS required, port 587).
    pub fn parse(url: &str) -> Result<Self, SmtpUrlError> {
        let (scheme, rest) = url.trim().split_once("://").ok_or(SmtpUrlError::Scheme)?;
        if rest.is_empty() || rest.contains(['?', '#']) || rest.contains(char::is_whitespace) {
            return Err(SmtpUrlError::Format);
        }
        let plain = match scheme {
            "smtp" if rest.contains('@') && !is_this_machine(rest) => {
                return Err(SmtpUrlError::PasswordInClear);
            }
            "smtp" | "smtps" => format!("{scheme}://{rest}"),
            "smtp+starttls" => format!("smtp://{rest}?tls=required"),
            _ => return Err(SmtpUrlError::Scheme),
        };
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(&plain)
            .map_err(|_| SmtpUrlError::Format)?;
        Ok(Self(
            builder
                .timeout(Some(Duration::from_secs(ANSWER_SECONDS_MAX)))
                .build(),
        ))
    }

    /// Sends one message.
    pub(crate) async fn send(&self, message: lettre::Message) -> Result<(), DeliveryError> {
        let sending = self.0.send(message);
        match tokio::time::timeout(Duration::from_secs(MESSAGE_SECONDS_MAX), sending).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(failure(&error)),
            Err(_) => Err(DeliveryError::Temporary(
                "the mail server took too long".to_owned(),
            )),
        }
    }
}

/// Whether the server in `user:password@host:port/name` is this machine.
fn is_this_machine(rest: &str) -> bool {
    let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    let host = host.split('/').next().unwrap_or(host);
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    matches!(name, "localhost" | "127.0.0.1" | "[::1]") || host == "[::1]"
}

fn failure(error: &smtp::Error) -> DeliveryError {
    let code = error.status().map(u16::from);
    let is_ours = code.is_some_and(|code| ACCOUNT_CODES.contains(&code));
    if error.is_permanent() && !is_ours {
        DeliveryError::Permanent(error.to_string())
    } else {
        DeliveryError::Temporary(error.to_string())
    }
}

#[cfg(test)]
mod tests;
