//! Too many wrong passwords: until when nothing is taken. The same for addresses without account.

use super::asked;
use crate::App;
use crate::caller::Caller;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use askama::Template;
use axum::extract::State;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use domain::when;
use govuk::Layout;
use service::attempts::Refusal;
use service::sign_in;

#[derive(Template)]
#[template(path = "accounts/locked.html")]
struct LockedPage {
    layout: Layout,
    /// The clock time; none when only a new password helps.
    until: Option<String>,
}

pub async fn show(State(app): State<App>, furniture: Furniture, caller: Caller) -> Reply {
    let Some(email) = asked::recall(&app, caller.cookies(), asked::For::Locked) else {
        return reply::see_other("/sign-in");
    };
    let from = caller.attempting(&app);
    let Some(refusal) = sign_in::locked(&app.gate, from, &email).await? else {
        return reply::see_other("/sign-in");
    };
    let (title, until) = match refusal {
        Refusal::Locked(until) => ("Your account is locked", Some(when::time_of_day(until))),
        Refusal::Capped | Refusal::TooOften(_) => ("You must choose a new password", None),
    };
    let page = LockedPage {
        layout: furniture.public().title(title).back("/sign-in"),
        until,
    };
    let mut response = reply::page(StatusCode::TOO_MANY_REQUESTS, &page)?;
    let wait = HeaderValue::from(refusal.seconds(app.clock.now()));
    response.headers_mut().insert(RETRY_AFTER, wait);
    Ok(response)
}
