//! A browser: keeps its cookies and a connection, and sends the forms that it finds.

use crate::Result;
use crate::form::Form;
use crate::http::Connection;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::SocketAddr;

/// The name of the session's cookie over plain http.
pub const SESSION: &str = "psn-session";

/// A browser of one person.
pub struct Browser {
    address: SocketAddr,
    cookies: BTreeMap<String, String>,
    connection: Option<Connection>,
    /// What the proxy says where it is.
    from: String,
    /// Whether it takes packed answers.
    pub takes_gzip: bool,
}

/// What a browser was answered.
#[derive(Debug)]
pub struct Page {
    /// The status.
    pub status: u16,
    /// How many bytes came.
    pub bytes: usize,
    /// The text; empty when it is none.
    pub text: String,
}

impl Browser {
    /// A browser without cookies. `number` gives it an address of its own.
    pub fn new(address: SocketAddr, number: u32) -> Self {
        let [a, b, c, _] = number.to_le_bytes();
        Self {
            address,
            cookies: BTreeMap::new(),
            connection: None,
            from: format!("10.{c}.{b}.{a}"),
            takes_gzip: false,
        }
    }

    /// Another window of it: the same cookies, a connection of its own.
    pub fn twin(&self) -> Self {
        Self {
            address: self.address,
            cookies: self.cookies.clone(),
            connection: None,
            from: self.from.clone(),
            takes_gzip: self.takes_gzip,
        }
    }

    /// Where it reaches the service.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Takes another address on, as far as the service knows.
    pub fn move_to(&mut self, number: u32) {
        let [a, b, c, _] = number.to_le_bytes();
        self.from = format!("10.{c}.{b}.{a}");
    }

    /// Keeps a cookie.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// A cookie's value.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Forgets a cookie.
    pub fn forget(&mut self, name: &str) {
        self.cookies.remove(name);
    }

    /// The bytes of a request, to be sent often. With a body it is a form.
    pub fn request(&self, path: &str, body: Option<&str>) -> Vec<u8> {
        let method = if body.is_some() { "POST" } else { "GET" };
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nuser-agent: bench\r\nx-forwarded-for: {}\r\n",
            self.address, self.from
        );
        if self.takes_gzip {
            head.push_str("accept-encoding: gzip\r\n");
        }
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        // Writing to a String can't fail.
        if !cookies.is_empty() {
            let _ = write!(head, "cookie: {}\r\n", cookies.join("; "));
        }
        if let Some(body) = body {
            let _ = write!(
                head,
                "origin: http://{}\r\nsec-fetch-site: same-origin\r\n\
                 content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n",
                self.address,
                body.len()
            );
        }
        head.push_str("\r\n");
        head.push_str(body.unwrap_or_default());
        head.into_bytes()
    }

    /// Asks once, on the kept connection if it still works, and keeps the cookies.
    pub async fn ask(&mut self, request: &[u8]) -> Result<Page> {
        if let Some(mut kept) = self.connection.take()
            && let Ok(page) = self.ask_on(&mut kept, request).await
        {
            self.connection = Some(kept);
            return Ok(page);
        }
        let mut new = Connection::open(self.address).await?;
        let page = self.ask_on(&mut new, request).await?;
        self.connection = Some(new);
        Ok(page)
    }

    async fn ask_on(&mut self, connection: &mut Connection, request: &[u8]) -> Result<Page> {
        let answer = connection.ask(request).await?;
        for line in answer.headers("set-cookie") {
            let pair = line.split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                if value.is_empty() || line.to_ascii_lowercase().contains("max-age=0") {
                    self.cookies.remove(name);
                } else {
                    self.cookies.insert(name.to_owned(), value.to_owned());
                }
            }
        }
        Ok(Page {
            status: answer.status,
            bytes: answer.body.len(),
            text: String::from_utf8(answer.body.to_vec()).unwrap_or_default(),
        })
    }

    /// Opens a page, which has to be there.
    pub async fn open(&mut self, path: &str) -> Result<Page> {
        let request = self.request(path, None);
        let page = self.ask(&request).await?;
        if page.status == 200 {
            Ok(page)
        } else {
            Err(format!("GET {path} was answered with {}", page.status).into())
        }
    }

    /// Sends a form; it has to lead on.
    pub async fn send(&mut self, form: &Form) -> Result<Page> {
        let request = self.request(&form.action, Some(&form.body()));
        let page = self.ask(&request).await?;
        if page.status == 303 {
            Ok(page)
        } else {
            Err(format!("POST {} was answered with {}", form.action, page.status).into())
        }
    }

    /// The form of the sign-in page.
    pub async fn sign_in_form(&mut self, email: &str, password: &str) -> Result<Form> {
        let page = self.open("/sign-in").await?;
        let mut form = Form::find(&page.text, "password")?;
        form.fill_in("email", email)?;
        form.fill_in("password", password)?;
        Ok(form)
    }

    /// Signs in by the page.
    pub async fn sign_in(&mut self, email: &str, password: &str) -> Result<()> {
        let form = self.sign_in_form(email, password).await?;
        self.send(&form).await?;
        match self.cookie(SESSION) {
            Some(_) => Ok(()),
            None => Err(format!("{email} was not signed in").into()),
        }
    }
}
