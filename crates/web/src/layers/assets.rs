//! Styles, icons and the one script: inside the binary, with addresses that carry their hash, so
//! that browsers may keep them for good.

use crate::App;
use crate::cached::is_known;
use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::hexadecimal::hexadecimal;
use flate2::Compression;
use flate2::write::GzEncoder;
use govuk::{Assets, Brand};
use rust_embed::{EmbeddedFile, RustEmbed};
use std::collections::HashMap;
use std::io::Write as _;
use std::sync::LazyLock;

#[derive(RustEmbed)]
#[folder = "../../static"]
struct Files;

/// Files of text, packed as well as can be, once: when the first of them is asked for.
static PACKED: LazyLock<HashMap<String, Bytes>> = LazyLock::new(|| {
    let texts = Files::iter().filter(|name| {
        let kind = kind(name);
        kind.is_some_and(|kind| kind.starts_with("text/") || kind.ends_with("+xml"))
    });
    let packed = texts.filter_map(|name| {
        let bytes = pack(&Files::get(&name)?.data)?;
        Some((name.into_owned(), bytes))
    });
    packed.collect()
});

/// The same in gzip; nothing when that is no smaller.
fn pack(bytes: &[u8]) -> Option<Bytes> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(bytes).ok()?;
    let packed = packed.finish().ok()?;
    (packed.len() < bytes.len()).then(|| Bytes::from(packed))
}

/// Whether the browser takes gzip.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(ACCEPT_ENCODING).iter();
    lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .any(|coding| {
            let mut parts = coding.split(';').map(str::trim);
            let is_gzip = parts
                .next()
                .is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
            let is_refused =
                parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
            is_gzip && !is_refused
        })
}

/// The addresses of styles and icons.
pub struct Addresses {
    layout: Assets,
    passkeys: String,
}

impl Addresses {
    /// The addresses for a brand.
    pub fn of(brand: Brand) -> Self {
        let govuk_css = if brand.is_govuk() {
            "vendor/govuk.css"
        } else {
            "vendor/generic.css"
        };
        Self {
            layout: Assets {
                govuk_css: address(govuk_css),
                app_css: address("app.css"),
                favicon: address("favicon.svg"),
            },
            passkeys: address("passkeys.js"),
        }
    }

    /// As layouts take them.
    pub fn for_layout(&self) -> Assets {
        self.layout.clone()
    }

    /// The script that asks the browser for passkeys.
    pub fn passkeys_script(&self) -> &str {
        &self.passkeys
    }
}

fn address(name: &str) -> String {
    let tag = Files::get(name).map(|file| tag(&file)).unwrap_or_default();
    format!("/static/{tag}/{name}")
}

/// The first 12 digits of the file's hash.
fn tag(file: &EmbeddedFile) -> String {
    hexadecimal(&file.metadata.sha256_hash()[..6])
}

/// Files by address, and those that GOV.UK's styles ask for at `/assets`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/static/{tag}/{*name}", get(fingerprinted))
        .route("/assets/{*name}", get(plain))
}

async fn fingerprinted(Path((_, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    give(&name, &headers, "public, max-age=31536000, immutable")
}

async fn plain(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let name = format!("vendor/assets/{name}");
    give(&name, &headers, "public, max-age=86400")
}

/// The file, or 304 when the browser has it; packed when the browser takes that.
fn give(name: &str, asked: &HeaderMap, keep: &'static str) -> Response {
    let (Some(file), Some(kind)) = (Files::get(name), kind(name)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // Weak, because packing changes the bytes and not what they say.
    let etag = format!("W/\"{}\"", tag(&file));
    let packed = PACKED.get(name);
    let mut response = if is_known(asked, &etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else if let Some(packed) = packed.filter(|_| takes_gzip(asked)) {
        let gzip = (CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        ([gzip], packed.clone()).into_response()
    } else {
        match file.data {
            std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
            std::borrow::Cow::Owned(bytes) => Bytes::from(bytes),
        }
        .into_response()
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    if packed.is_some() {
        headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(keep));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(ETAG, etag);
    }
    response
}

/// The type of a file that browsers may have; other files stay inside.
fn kind(name: &str) -> Option<&'static str> {
    match name.rsplit_once('.') {
        Some((_, "css")) => Some("text/css; charset=utf-8"),
        Some((_, "js")) => Some("text/javascript; charset=utf-8"),
        Some((_, "svg")) => Some("image/svg+xml"),
        Some((_, "png")) => Some("image/png"),
        Some((_, "ico")) => Some("image/x-icon"),
        Some((_, "woff2")) => Some("font/woff2"),
        _ => None,
    }
}
