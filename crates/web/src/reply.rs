//! Ways to answer.

use crate::PageError;
use crate::layers::HasScript;
use askama::Template;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

/// Any error, for the log only.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// What a page answers.
pub type Reply = Result<Response, PageError>;

/// Draws a page.
pub fn page(status: StatusCode, template: &impl Template) -> Reply {
    let html = template.render().map_err(PageError::internal)?;
    Ok((status, [(CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response())
}

/// Draws a page that has what was asked.
pub fn ok(template: &impl Template) -> Reply {
    page(StatusCode::OK, template)
}

/// Draws a form again with its errors: 422.
pub fn unprocessable(template: &impl Template) -> Reply {
    page(StatusCode::UNPROCESSABLE_ENTITY, template)
}

/// Lets a page run scripts that are files of ours.
pub fn with_script(reply: Reply) -> Reply {
    let mut response = reply?;
    response.extensions_mut().insert(HasScript);
    Ok(response)
}

/// Draws a page that says why what was asked can't be done as things stand: 409.
pub fn conflict(template: &impl Template) -> Reply {
    page(StatusCode::CONFLICT, template)
}

/// Draws a form again because it was sent too often, worth trying again after these seconds: 429.
pub fn too_many(template: &impl Template, retry_after: u32) -> Reply {
    let mut response = page(StatusCode::TOO_MANY_REQUESTS, template)?;
    response
        .headers_mut()
        .insert(RETRY_AFTER, HeaderValue::from(retry_after));
    Ok(response)
}

/// A file that browsers save under this name, which is one of our own making.
pub fn download(kind: &'static str, name: &str, bytes: Vec<u8>) -> Reply {
    let disposition = format!("attachment; filename=\"{name}\"");
    let disposition = HeaderValue::from_str(&disposition).map_err(PageError::internal)?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(kind)),
        (CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, bytes).into_response())
}

/// Goes on to another page of ours after a form did its work: 303.
pub fn see_other(path: &str) -> Reply {
    let location = HeaderValue::from_str(path).map_err(PageError::internal)?;
    Ok((StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response())
}

/// What the next page says; the visit layer gives it to the browser.
#[derive(Clone)]
pub struct Said {
    /// The words.
    pub text: String,
    /// There is something in it to look at, beside that the work was done.
    pub is_important: bool,
}

/// Goes on to another page, which says `message` once in its banner.
pub fn see_other_saying(path: &str, message: &str) -> Reply {
    say(path, message, false)
}

/// The same for a message with something in it that people should look at.
pub fn see_other_noting(path: &str, message: &str) -> Reply {
    say(path, message, true)
}

fn say(path: &str, message: &str, is_important: bool) -> Reply {
    let mut response = see_other(path)?;
    response.extensions_mut().insert(Said {
        text: message.to_owned(),
        is_important,
    });
    Ok(response)
}
