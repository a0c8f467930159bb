//! The schema of copies as JSON, one for each version of a question set.

use crate::reply::Reply;
use crate::{App, PageError};
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse as _;

/// The end of the address.
pub const ENDING: &str = ".json";
/// Versions of sets never change, the service's sentences about them seldom.
const KEPT: &str = "public, max-age=3600";

pub async fn show(State(app): State<App>, Path(file): Path<String>) -> Reply {
    let name = file.strip_suffix(ENDING).ok_or(PageError::NotFound)?;
    let address = app.url(&format!("/schemas/{file}"));
    let schema = service::copies::schema(name, &address).ok_or(PageError::NotFound)?;
    let headers = [
        (CONTENT_TYPE, "application/schema+json"),
        (CACHE_CONTROL, KEPT),
    ];
    Ok((headers, schema).into_response())
}
