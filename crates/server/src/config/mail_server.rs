//! `PSN_SMTP_URL`: the mail server and how the way to it is protected.

use std::fmt;

/// How the connection to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailServerSecurity {
    /// `smtp://`: not at all; for a mail server on the same machine or network.
    None,
    /// `smtp+starttls://`: from the second command on, and never without.
    StartTls,
    /// `smtps://`: from the first byte on.
    Tls,
}

/// The address of the mail server, which may hold a password.
#[derive(Clone, PartialEq, Eq)]
pub struct MailServer {
    security: MailServerSecurity,
    rest: String,
}

impl fmt::Debug for MailServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MailServer({:?}, ..)", self.security)
    }
}

impl MailServer {
    /// Reads `smtp://`, `smtps://` or `smtp+starttls://` with a host, maybe a port, a user and a
    /// password. The error is the end of a sentence that begins with the variable's name.
    pub fn parse(text: &str) -> Result<Self, String> {
        const FORM: &str = "must be the address of a mail server that begins with smtp://, \
                            smtps:// or smtp+starttls://, such as smtps://user:password@mail.example";
        let (scheme, rest) = text.split_once("://").ok_or(FORM)?;
        let security = match scheme {
            "smtp" => MailServerSecurity::None,
            "smtp+starttls" => MailServerSecurity::StartTls,
            "smtps" => MailServerSecurity::Tls,
            _ => return Err(FORM.to_owned()),
        };
        let rest = rest.trim_end_matches('/');
        let (login, server) = rest.rsplit_once('@').unwrap_or(("", rest));
        let (host, port) = match server.rsplit_once(':') {
            Some((host, port)) if !server.ends_with(']') => (host, Some(port)),
            _ => (server, None),
        };
        let is_host = !host.is_empty()
            && host
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".-[]:".contains(&byte));
        let is_port = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
        let is_login = !login.contains(['/', '?', '#', ' ']);
        if is_host && is_port && is_login {
            Ok(Self {
                security,
                rest: rest.to_owned(),
            })
        } else {
            Err(FORM.to_owned())
        }
    }

    /// How the connection is protected.
    pub fn security(&self) -> MailServerSecurity {
        self.security
    }

    /// The address as it was given.
    pub fn as_given(&self) -> String {
        let scheme = match self.security {
            MailServerSecurity::None => "smtp",
            MailServerSecurity::StartTls => "smtp+starttls",
            MailServerSecurity::Tls => "smtps",
        };
        format!("{scheme}://{}", self.rest)
    }

    /// The address as crate lettre reads it.
    pub fn for_lettre(&self) -> String {
        match self.security {
            MailServerSecurity::None => format!("smtp://{}", self.rest),
            MailServerSecurity::StartTls => format!("smtp://{}?tls=required", self.rest),
            MailServerSecurity::Tls => format!("smtps://{}", self.rest),
        }
    }
}
