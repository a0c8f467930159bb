//! The band on top of every page.

use crate::Brand;
use askama::{Template, filters::HtmlSafe};

/// The band on top of every page: the GOV.UK logo, or the plain name of the owner.
#[derive(Clone, Template)]
#[template(path = "govuk/header.html")]
pub struct Header {
    brand: Brand,
    owner: String,
    home_href: String,
}

impl Header {
    /// `owner` is shown by the generic brand only; it leads to `home_href`.
    pub fn new(brand: Brand, owner: impl Into<String>, home_href: impl Into<String>) -> Self {
        Self {
            brand,
            owner: owner.into(),
            home_href: home_href.into(),
        }
    }
}

impl HtmlSafe for Header {}
