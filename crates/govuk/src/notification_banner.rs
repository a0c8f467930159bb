//! One message at the top of a page, after an action.

use crate::Content;
use askama::{Template, filters::HtmlSafe};

/// One message at the top of a page, after an action. A success is read out at once.
#[derive(Clone, Template)]
#[template(path = "govuk/notification_banner.html")]
pub struct NotificationBanner {
    is_success: bool,
    heading: String,
    body: Option<Content>,
}

impl NotificationBanner {
    /// What has been done: "Connection removed".
    pub fn success(heading: impl Into<String>) -> Self {
        Self {
            is_success: true,
            heading: heading.into(),
            body: None,
        }
    }

    /// Something to know that nobody did just now.
    pub fn information(heading: impl Into<String>) -> Self {
        Self {
            is_success: false,
            heading: heading.into(),
            body: None,
        }
    }

    /// More under the heading.
    #[must_use]
    pub fn body(mut self, body: impl Into<Content>) -> Self {
        self.body = Some(body.into());
        self
    }
}

impl HtmlSafe for NotificationBanner {}
