//! To the previous and the next page of a list.

use askama::{Template, filters::HtmlSafe};

/// To the previous and the next page of a list. There are no page numbers: lists grow while people
/// read them, so a page starts after the last row that was seen.
#[derive(Clone, Default, Template)]
#[template(path = "govuk/pagination.html")]
pub struct Pagination {
    previous: Option<PageLink>,
    next: Option<PageLink>,
}

#[derive(Clone)]
struct PageLink {
    href: String,
    label: Option<String>,
}

impl Pagination {
    /// Neither page yet; draws nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// The page before, if there is one.
    #[must_use]
    pub fn previous(mut self, href: Option<String>) -> Self {
        self.previous = href.map(|href| PageLink { href, label: None });
        self
    }

    /// The page after, if there is one.
    #[must_use]
    pub fn next(mut self, href: Option<String>) -> Self {
        self.next = href.map(|href| PageLink { href, label: None });
        self
    }

    /// What the page before is about, for a series of pages.
    #[must_use]
    pub fn previous_label(mut self, label: impl Into<String>) -> Self {
        if let Some(previous) = &mut self.previous {
            previous.label = Some(label.into());
        }
        self
    }

    /// What the page after is about, for a series of pages.
    #[must_use]
    pub fn next_label(mut self, label: impl Into<String>) -> Self {
        if let Some(next) = &mut self.next {
            next.label = Some(label.into());
        }
        self
    }

    fn is_empty(&self) -> bool {
        self.previous.is_none() && self.next.is_none()
    }
}

impl HtmlSafe for Pagination {}
