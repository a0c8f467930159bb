//! The pages that signatories and infrastructure owners share: who asks, the code, and why a
//! link does not work any more.
//!
//! The link shows who asks for what. "Send me a code" (never the link itself) sends a code to the
//! invited address; the code opens the pages behind the link for one browser, by a cookie.

pub mod code;
mod entered;
mod gone;
pub mod start;
mod too_many;

pub use entered::{Entered, LinkPath};
pub use gone::{in_vain, page as gone};

use crate::App;

/// The service's host name, to which codes are bound.
fn host(app: &App) -> String {
    let address = app.public_url.split("://").nth(1).unwrap_or_default();
    address
        .split(['/', ':'])
        .next()
        .unwrap_or_default()
        .to_owned()
}
