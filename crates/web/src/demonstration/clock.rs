//! Tells and moves the demonstration's clock.

use crate::forms::Posted;
use crate::reply::{self, Reply};
use crate::{App, PageError, demonstration};
use axum::Json;
use axum::body::to_bytes;
use axum::extract::{FromRequest as _, Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use domain::when;
use serde_json::{Value, json};
use time::OffsetDateTime;

/// The most that a program may send, in bytes.
const BODY_MAX: usize = 1024;
/// Beyond this year dates stop making sense.
const LAST_YEAR: i32 = 2900;

/// `{"now"}`.
pub async fn show(State(app): State<App>) -> Reply {
    demonstration::of(&app)?;
    Ok(told(app.clock.now()))
}

/// Moves the clock: for programs with JSON such as `{"advance":"P90D"}`, for people
/// with the form of the mail page.
pub async fn submit(State(app): State<App>, request: Request) -> Reply {
    demonstration::of(&app)?;
    let kind = request.headers().get(CONTENT_TYPE);
    let is_form = kind.is_some_and(|kind| {
        kind.as_bytes()
            .starts_with(b"application/x-www-form-urlencoded")
    });
    if is_form {
        return by_form(&app, request).await;
    }
    let body = to_bytes(request.into_body(), BODY_MAX)
        .await
        .map_err(|_| PageError::TooLarge)?;
    let asked: Option<Value> = serde_json::from_slice(&body).ok();
    let advance = asked.as_ref().and_then(|asked| asked["advance"].as_str());
    match advance {
        Some(advance) => Ok(match move_clock(&app, advance).await? {
            Some(now) => told(now),
            None => refused(),
        }),
        None => Ok(refused()),
    }
}

async fn by_form(app: &App, request: Request) -> Reply {
    let mut posted = Posted::from_request(request, app).await?;
    let advance = posted.take("advance");
    posted.finish()?;
    let message = match move_clock(app, &advance).await? {
        Some(now) => format!("The clock now says {}", when::date_and_time(now)),
        None => "Enter a length of time like P90D for 90 days, or PT2H for 2 hours".to_owned(),
    };
    reply::see_other_saying("/demo/mail", &message)
}

/// Moves the clock of the database and of the pages. Nothing when `advance` can't be
/// read or goes too far.
async fn move_clock(app: &App, advance: &str) -> Result<Option<OffsetDateTime>, PageError> {
    let Some(advance) = demonstration::advance::parse(advance) else {
        return Ok(None);
    };
    let offset = app.store.clock_offset().await? + advance;
    let is_too_far = app
        .clock
        .now()
        .checked_add(advance)
        .is_none_or(|then| then.year() > LAST_YEAR);
    if is_too_far {
        return Ok(None);
    }
    if !app.store.move_clock(offset).await? {
        return Err(PageError::NotFound);
    }
    app.clock.set_offset(offset);
    Ok(Some(app.clock.now()))
}

fn told(now: OffsetDateTime) -> Response {
    Json(json!({ "now": when::machine(now) })).into_response()
}

fn refused() -> Response {
    let error =
        "send JSON like {\"advance\":\"P90D\"}: days, weeks, hours and minutes, forward only";
    (
        StatusCode::UNPROCESSABLE_ENTITY,
        Json(json!({ "error": error })),
    )
        .into_response()
}
