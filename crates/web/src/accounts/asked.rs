//! The address that this browser asked mail for, or tried to sign in with, kept in the browser
//! alone, so that the next page can name it without an address in its own address.
//!
//! It is sealed for that page: nobody makes a page speak of an address of their choice, such as
//! whether its account is locked.

use crate::{App, cookies};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::email::EmailAddress;
use time::Duration;
use tower_cookies::cookie::SameSite;
use tower_cookies::{Cookie, Cookies};

const LIFETIME: Duration = Duration::hours(1);
/// What keys the seal.
const PURPOSE: &str = "asked address";

/// Which page it is kept for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// What says that mail was sent.
    Mail,
    /// What says that nothing more is taken after too many wrong passwords.
    Locked,
}

impl For {
    fn thing(self) -> &'static [u8] {
        match self {
            Self::Mail => b"mail",
            Self::Locked => b"locked",
        }
    }
}

/// Keeps the address in the browser.
pub fn remember(app: &App, browser: &Cookies, email: &EmailAddress, page: For) {
    let sealer = app.session_key.sealer(PURPOSE);
    let sealed = sealer.seal(page.thing(), email.as_str().as_bytes());
    let value = URL_SAFE_NO_PAD.encode(sealed);
    let cookie = Cookie::build((cookies::name(app, cookies::ASKED), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.is_secure())
        .max_age(LIFETIME);
    browser.add(cookie.build());
}

/// The address, if the browser has one that was kept for this page.
pub fn recall(app: &App, browser: &Cookies, page: For) -> Option<EmailAddress> {
    let cookie = browser.get(&cookies::name(app, cookies::ASKED))?;
    let sealed = URL_SAFE_NO_PAD.decode(cookie.value()).ok()?;
    let sealer = app.session_key.sealer(PURPOSE);
    let open = sealer.open(page.thing(), &sealed).ok()?;
    EmailAddress::parse(std::str::from_utf8(&open).ok()?).ok()
}
