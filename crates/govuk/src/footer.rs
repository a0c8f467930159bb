//! The band at the end of every page.

use crate::Brand;
use askama::{Template, filters::HtmlSafe};

/// The band at the end of every page: Help, Accessibility statement, Privacy, Cookies, always in this
/// order (WCAG 2.2, 3.2.6).
#[derive(Clone, Template)]
#[template(path = "govuk/footer.html")]
pub struct Footer {
    brand: Brand,
    links: [(&'static str, &'static str); 4],
}

impl Footer {
    /// The footer with its links at `/help`, `/accessibility`, `/privacy` and `/cookies`.
    pub fn new(brand: Brand) -> Self {
        Self {
            brand,
            links: [
                ("/help", "Help"),
                ("/accessibility", "Accessibility statement"),
                ("/privacy", "Privacy"),
                ("/cookies", "Cookies"),
            ],
        }
    }
}

impl HtmlSafe for Footer {}
