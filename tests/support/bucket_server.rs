//! A store of files that speaks like Amazon S3, in memory. It takes only what is signed as S3 asks
//! (Signature Version 4), and checks the signature by its own arithmetic.

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use domain::hexadecimal::hexadecimal;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::task::JoinSet;

/// The name of the key that the store knows.
pub const KEY: &str = "key-of-the-tests";
/// The key itself.
pub const SECRET: &str = "secret-of-the-tests";
const BODY_MAX: usize = 6 * 1024 * 1024;

/// What the store holds.
#[derive(Default)]
struct Held {
    objects: BTreeMap<String, Vec<u8>>,
    uploads: BTreeMap<String, BTreeMap<u32, Vec<u8>>>,
    begun: usize,
    is_broken: bool,
    refused: usize,
}

/// A store that listens until the test ends.
pub struct BucketServer {
    address: SocketAddr,
    held: Arc<Mutex<Held>>,
    serving: JoinSet<()>,
}

impl BucketServer {
    /// Starts it, empty.
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut server = Self {
            address: listener.local_addr().unwrap(),
            held: Arc::default(),
            serving: JoinSet::new(),
        };
        let router = axum::Router::new().fallback(answer);
        let router = router.with_state(server.held.clone());
        server.serving.spawn(async move {
            axum::serve(listener, router).await.unwrap();
        });
        server
    }

    /// Where it listens.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The names and contents of what it holds.
    pub fn objects(&self) -> BTreeMap<String, Vec<u8>> {
        self.held.lock().unwrap().objects.clone()
    }

    /// How large each of them is, in bytes.
    pub fn sizes(&self) -> Vec<usize> {
        let held = self.held.lock().unwrap();
        held.objects.values().map(Vec::len).collect()
    }

    /// How many uploads were begun and neither completed nor given up.
    pub fn unfinished(&self) -> usize {
        self.held.lock().unwrap().uploads.len()
    }

    /// How many requests were not signed with the key.
    pub fn refused(&self) -> usize {
        self.held.lock().unwrap().refused
    }

    /// From now on it answers that it is broken, or no longer. What is given up is still taken back.
    pub fn set_broken(&self, is_broken: bool) {
        self.held.lock().unwrap().is_broken = is_broken;
    }
}

async fn answer(State(held): State<Arc<Mutex<Held>>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, BODY_MAX).await.unwrap();
    let mut held = held.lock().unwrap();
    if !is_signed(&parts.method, &parts.uri, &parts.headers, &body) {
        held.refused += 1;
        return StatusCode::FORBIDDEN.into_response();
    }
    if held.is_broken && parts.method != Method::DELETE {
        return StatusCode::NOT_IMPLEMENTED.into_response();
    }
    let name = parts.uri.path().to_owned();
    let query: BTreeMap<String, String> =
        form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes())
            .into_owned()
            .collect();
    let upload = query.get("uploadId");
    match (&parts.method, upload) {
        (&Method::POST, None) if query.contains_key("uploads") => held.begin(),
        (&Method::PUT, Some(upload)) => {
            let part = query["partNumber"].parse().unwrap();
            let parts = held.uploads.get_mut(upload).unwrap();
            parts.insert(part, body.to_vec());
            kept()
        }
        (&Method::POST, Some(upload)) => {
            let parts = held.uploads.remove(upload).unwrap();
            let whole = parts.into_values().flatten().collect();
            held.objects.insert(name, whole);
            xml("<CompleteMultipartUploadResult><ETag>\"e\"</ETag></CompleteMultipartUploadResult>")
        }
        (&Method::DELETE, Some(upload)) => {
            held.uploads.remove(upload);
            StatusCode::NO_CONTENT.into_response()
        }
        (&Method::PUT, None) => {
            held.objects.insert(name, body.to_vec());
            kept()
        }
        (&Method::GET, None) => held
            .objects
            .get(&name)
            .map_or_else(missing, |object| given(object)),
        (&Method::DELETE, None) => {
            held.objects.remove(&name);
            StatusCode::NO_CONTENT.into_response()
        }
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

impl Held {
    fn begin(&mut self) -> Response {
        self.begun += 1;
        let upload = format!("upload-{}", self.begun);
        self.uploads.insert(upload.clone(), BTreeMap::new());
        xml(&format!(
            "<InitiateMultipartUploadResult><UploadId>{upload}</UploadId></InitiateMultipartUploadResult>"
        ))
    }
}

fn xml(text: &str) -> Response {
    ([(header::CONTENT_TYPE, "application/xml")], text.to_owned()).into_response()
}

fn kept() -> Response {
    [(header::ETAG, "\"e\"")].into_response()
}

fn given(object: &[u8]) -> Response {
    let headers = [
        (header::ETAG, "\"e\""),
        (header::LAST_MODIFIED, "Sat, 21 Nov 2026 12:00:00 GMT"),
    ];
    (headers, Body::from(object.to_vec())).into_response()
}

fn missing() -> Response {
    let text = "<Error><Code>NoSuchKey</Code></Error>";
    (StatusCode::NOT_FOUND, text).into_response()
}

/// Whether the request is signed with the key, and its body is the one that was signed.
fn is_signed(method: &Method, uri: &Uri, headers: &HeaderMap, body: &Bytes) -> bool {
    let text = |name: &str| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default()
    };
    let Some(credentials) = text("authorization").strip_prefix("AWS4-HMAC-SHA256 ") else {
        return false;
    };
    let fields: BTreeMap<&str, &str> = credentials
        .split(',')
        .filter_map(|field| field.trim().split_once('='))
        .collect();
    let (Some(credential), Some(signed), Some(signature)) = (
        fields.get("Credential"),
        fields.get("SignedHeaders"),
        fields.get("Signature"),
    ) else {
        return false;
    };
    let Some((KEY, scope)) = credential.split_once('/') else {
        return false;
    };
    let lines: Vec<String> = signed
        .split(';')
        .map(|name| format!("{name}:{}", text(name)))
        .collect();
    let mut query: Vec<&str> = uri.query().unwrap_or_default().split('&').collect();
    query.sort_unstable();
    let hash = text("x-amz-content-sha256");
    let canonical = format!(
        "{method}\n{}\n{}\n{}\n\n{signed}\n{hash}",
        uri.path(),
        query.join("&"),
        lines.join("\n"),
    );
    let to_sign = format!(
        "AWS4-HMAC-SHA256\n{}\n{scope}\n{}",
        text("x-amz-date"),
        hexadecimal(&Sha256::digest(canonical))
    );
    let key = scope
        .split('/')
        .fold(format!("AWS4{SECRET}").into_bytes(), |key, part| {
            sign(&key, part)
        });
    hexadecimal(&sign(&key, &to_sign)) == *signature && hexadecimal(&Sha256::digest(body)) == hash
}

fn sign(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}
