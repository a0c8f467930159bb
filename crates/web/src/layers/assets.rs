//! Styles, icons and the one script: inside the binary, with addresses that carry their hash, so
//! that browsers may keep them for good.

use crate::App;
use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::hexadecimal::hexadecimal;
use govuk::{Assets, Brand};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../../static"]
struct Files;

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

async fn fingerprinted(Path((_, name)): Path<(String, String)>) -> Response {
    give(&name, "public, max-age=31536000, immutable")
}

async fn plain(Path(name): Path<String>) -> Response {
    give(&format!("vendor/assets/{name}"), "public, max-age=86400")
}

fn give(name: &str, keep: &'static str) -> Response {
    let (Some(file), Some(kind)) = (Files::get(name), kind(name)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let etag = format!("\"{}\"", tag(&file));
    let body = match file.data {
        std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        std::borrow::Cow::Owned(bytes) => Bytes::from(bytes),
    };
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
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
