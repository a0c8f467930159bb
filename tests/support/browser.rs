//! A browser without scripts: cookies of its own, no redirects unless asked.

use crate::Page;
use reqwest::header::{CONTENT_DISPOSITION, CONTENT_TYPE, COOKIE, HeaderMap, REFERER, SET_COOKIE};
use reqwest::{Client, Method, Response};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

/// A browser. Copies share their cookies.
#[derive(Clone)]
pub struct Browser {
    client: Client,
    address: SocketAddr,
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
    forwarded_for: Option<String>,
}

impl Browser {
    /// A browser without cookies, for the service that answers at this address.
    pub fn new(address: SocketAddr) -> Self {
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        Self {
            client,
            address,
            cookies: Arc::default(),
            forwarded_for: None,
        }
    }

    /// The same, as a proxy says that it is at this address.
    pub(crate) fn forwarded_for(self, address: &str) -> Self {
        Self {
            forwarded_for: Some(address.to_owned()),
            ..self
        }
    }

    /// The same browser with the same cookies, asking another process of the service.
    #[must_use]
    pub fn at(&self, address: SocketAddr) -> Self {
        Self {
            address,
            ..self.clone()
        }
    }

    /// Opens a page, whatever its status.
    pub async fn open(&self, path: &str) -> Page {
        let response = self.send(Method::GET, path, &[], Vec::new()).await;
        self.page(Method::GET, path, response).await
    }

    /// Opens a page that must be there (200).
    pub async fn visit(&self, path: &str) -> Page {
        let page = self.open(path).await;
        page.expect_status(200);
        page
    }

    /// Posts these fields without a page, for input that no page of ours would send.
    /// [`Page::csrf`] has the token to send with them.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.raw_post(path, "application/x-www-form-urlencoded", body.into_bytes())
            .await
    }

    /// Posts these bytes as this type.
    pub async fn raw_post(&self, path: &str, kind: &str, body: Vec<u8>) -> Page {
        let headers = [(CONTENT_TYPE.as_str(), kind)];
        let response = self.send(Method::POST, path, &headers, body).await;
        self.page(Method::POST, path, response).await
    }

    /// Posts the form of a page, which browsers name beside it.
    pub(crate) async fn post_from(&self, page: &str, path: &str, body: Vec<u8>) -> Page {
        let page = format!("http://{}{page}", self.address);
        let kind = "application/x-www-form-urlencoded";
        let headers = [
            (CONTENT_TYPE.as_str(), kind),
            (REFERER.as_str(), page.as_str()),
        ];
        let response = self.send(Method::POST, path, &headers, body).await;
        self.page(Method::POST, path, response).await
    }

    /// Any request, for answers that are not pages.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Response {
        assert!(
            path.starts_with('/'),
            "{path:?} is not a path of the service"
        );
        let url = format!("http://{}{path}", self.address);
        let mut request = self.client.request(method.clone(), url).body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(address) = &self.forwarded_for {
            request = request.header("x-forwarded-for", address);
        }
        if let Some(line) = self.cookie_line() {
            request = request.header(COOKIE, line);
        }
        let response = request
            .send()
            .await
            .unwrap_or_else(|error| panic!("{method} {path}: {error}"));
        self.keep_cookies(response.headers());
        response
    }

    /// Sets a cookie.
    pub fn set_cookie(&self, name: &str, value: &str) {
        let mut cookies = self.cookies.lock().unwrap();
        cookies.insert(name.to_owned(), value.to_owned());
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    /// The line with which the cookies are sent.
    pub fn cookie_line(&self) -> Option<String> {
        let cookies = self.cookies.lock().unwrap();
        let pairs: Vec<String> = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    /// Forgets all cookies, as closing the browser does.
    pub fn forget(&self) {
        self.cookies.lock().unwrap().clear();
    }

    async fn page(&self, method: Method, path: &str, response: Response) -> Page {
        let status = response.status();
        let headers = response.headers().clone();
        let bytes = response.bytes().await.unwrap();
        // What browsers save as a file need not be text.
        let is_file = headers.contains_key(CONTENT_DISPOSITION);
        let body = String::from_utf8_lossy(&bytes);
        assert!(
            is_file || std::str::from_utf8(&bytes).is_ok(),
            "{method} {path}: the answer is not text"
        );
        Page::new(
            self.clone(),
            &method,
            path,
            status,
            headers,
            body.into_owned(),
        )
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        let mut cookies = self.cookies.lock().unwrap();
        for line in headers.get_all(SET_COOKIE) {
            let line = line.to_str().unwrap();
            for needed in ["HttpOnly", "SameSite=Lax", "Path=/"] {
                let is_kept = line.contains(needed) || line.contains("Max-Age=0");
                assert!(is_kept, "a cookie lacks {needed}: {line}");
            }
            let pair = line.split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').unwrap();
            if line.contains("Max-Age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}
