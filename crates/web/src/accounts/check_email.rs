//! "Check your email", the same whether or not there is an account; and another email.

use super::asked;
use crate::App;
use crate::caller::Caller;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use askama::Template;
use axum::extract::State;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use domain::email::EmailAddress;
use govuk::{Button, Layout};
use service::accounts::{self, Asked};
use service::attempts::Asking;
use tower_cookies::Cookies;

const HEADING: &str = "Check your email";
const PATH: &str = "/create-account/check-email";

#[derive(Template)]
#[template(path = "accounts/check_email.html")]
struct CheckEmailPage {
    layout: Layout,
    email: EmailAddress,
    is_too_soon: bool,
    resend: Button,
}

impl CheckEmailPage {
    fn new(furniture: &Furniture, email: EmailAddress, is_too_soon: bool) -> Self {
        Self {
            layout: furniture.public().title(HEADING).back("/create-account"),
            email,
            is_too_soon,
            resend: Button::secondary("Send another email"),
        }
    }
}

pub async fn show(State(app): State<App>, furniture: Furniture, cookies: Cookies) -> Reply {
    match asked::recall(&app, &cookies, asked::For::Mail) {
        Some(email) => reply::ok(&CheckEmailPage::new(&furniture, email, false)),
        None => reply::see_other("/create-account"),
    }
}

pub async fn submit(
    State(app): State<App>,
    furniture: Furniture,
    cookies: Cookies,
    caller: Caller,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    let Some(email) = asked::recall(&app, &cookies, asked::For::Mail) else {
        return reply::see_other("/create-account");
    };
    caller.take(&app, Asking::Account).await?;
    match accounts::ask(&app.gate, &app.public_url, &email).await? {
        Asked::Sent => reply::see_other_saying(PATH, "We sent another email"),
        Asked::JustSent => {
            let page = CheckEmailPage::new(&furniture, email, true);
            let mut response = reply::page(StatusCode::TOO_MANY_REQUESTS, &page)?;
            let wait = HeaderValue::from_static("120");
            response.headers_mut().insert(RETRY_AFTER, wait);
            Ok(response)
        }
    }
}
