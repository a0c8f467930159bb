//! Past everything that every page repeats.

use askama::{Template, filters::HtmlSafe};

/// Leads past everything that every page repeats; the first thing that Tab reaches.
#[derive(Clone, Template)]
#[template(path = "govuk/skip_link.html")]
pub struct SkipLink {
    target_id: &'static str,
}

impl SkipLink {
    /// To the main content of the page.
    pub fn to_main_content() -> Self {
        Self {
            target_id: "main-content",
        }
    }
}

impl HtmlSafe for SkipLink {}
