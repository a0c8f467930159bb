//! The name of the service, its main pages and who is signed in.

use crate::SignedIn;
use askama::{Template, filters::HtmlSafe};

/// One of the service's main pages.
#[derive(Clone)]
pub struct NavigationItem {
    href: String,
    text: String,
    is_current_page: bool,
    is_current_section: bool,
}

impl NavigationItem {
    /// A link.
    pub fn new(href: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            href: href.into(),
            text: text.into(),
            is_current_page: false,
            is_current_section: false,
        }
    }

    /// This very page.
    #[must_use]
    pub fn current_page(mut self, is_current: bool) -> Self {
        self.is_current_page = is_current;
        self
    }

    /// The part of the service that this page belongs to.
    #[must_use]
    pub fn current_section(mut self, is_current: bool) -> Self {
        self.is_current_section = is_current;
        self
    }

    fn is_active(&self) -> bool {
        self.is_current_page || self.is_current_section
    }

    fn aria_current(&self) -> &'static str {
        if self.is_current_page { "page" } else { "true" }
    }
}

/// The name of the service, its main pages and who is signed in.
#[derive(Clone, Template)]
#[template(path = "govuk/service_navigation.html")]
pub struct ServiceNavigation {
    service_name: String,
    service_href: Option<String>,
    items: Vec<NavigationItem>,
    signed_in: Option<SignedIn>,
}

impl ServiceNavigation {
    /// The name only, without links: for people who came by a link of their own.
    pub fn new(service_name: impl Into<String>) -> Self {
        Self {
            service_name: service_name.into(),
            service_href: None,
            items: Vec::new(),
            signed_in: None,
        }
    }

    /// Where the name leads.
    #[must_use]
    pub fn service_href(mut self, href: impl Into<String>) -> Self {
        self.service_href = Some(href.into());
        self
    }

    /// The main pages.
    #[must_use]
    pub fn items(mut self, items: impl IntoIterator<Item = NavigationItem>) -> Self {
        self.items = items.into_iter().collect();
        self
    }

    /// Who is signed in.
    #[must_use]
    pub fn signed_in(mut self, person: SignedIn) -> Self {
        self.signed_in = Some(person);
        self
    }
}

impl HtmlSafe for ServiceNavigation {}
