//! The address that this browser asked mail for, kept in the browser alone, so that
//! the next page can name it without an address in its own address.

use crate::{App, cookies};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::email::EmailAddress;
use time::Duration;
use tower_cookies::cookie::SameSite;
use tower_cookies::{Cookie, Cookies};

const LIFETIME: Duration = Duration::hours(1);

/// Keeps the address in the browser.
pub fn remember(app: &App, browser: &Cookies, email: &EmailAddress) {
    let value = URL_SAFE_NO_PAD.encode(email.as_str());
    let cookie = Cookie::build((cookies::name(app, cookies::ASKED), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.is_secure())
        .max_age(LIFETIME);
    browser.add(cookie.build());
}

/// The address, if the browser has it.
pub fn recall(app: &App, browser: &Cookies) -> Option<EmailAddress> {
    let cookie = browser.get(&cookies::name(app, cookies::ASKED))?;
    let bytes = URL_SAFE_NO_PAD.decode(cookie.value()).ok()?;
    EmailAddress::parse(&String::from_utf8(bytes).ok()?).ok()
}
