//! Too many codes, or the last one a moment ago: 429, with what to do.

use super::LinkPath;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use askama::Template;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use govuk::Layout;

#[derive(Template)]
#[template(path = "links/too_many.html")]
struct TooManyPage {
    layout: Layout,
    heading: &'static str,
    text: String,
    code_path: String,
}

/// Draws the page; it is worth trying again after `seconds`.
pub fn page(
    furniture: &Furniture,
    path: &LinkPath,
    heading: &'static str,
    text: String,
    seconds: u32,
) -> Reply {
    let page = TooManyPage {
        layout: furniture.link().title(heading).back(path.first()),
        heading,
        text,
        code_path: path.at("code"),
    };
    let mut response = reply::page(StatusCode::TOO_MANY_REQUESTS, &page)?;
    response
        .headers_mut()
        .insert(RETRY_AFTER, HeaderValue::from(seconds));
    Ok(response)
}
