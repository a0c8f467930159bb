//! What surrounds the content of a page.

use crate::{
    BackLink, Brand, ErrorSummary, Footer, FormState, Header, HiddenInput, NavigationItem,
    NotificationBanner, PhaseBanner, ServiceNavigation, SignedIn, SkipLink,
};

/// The name of the form field that carries the token against forged requests.
pub const CSRF_FIELD: &str = "csrf";

/// Where the browser finds what pages need. Addresses carry the hash of what they lead to.
#[derive(Clone, Default)]
pub struct Assets {
    /// GOV.UK Frontend's styles for the brand in use.
    pub govuk_css: String,
    /// Our own styles.
    pub app_css: String,
    /// Our own icon, used by the generic brand.
    pub favicon: String,
}

/// What surrounds the content of a page. A page's template extends `layouts/page.html` or
/// `layouts/print.html` and has a field `layout` of this type.
#[derive(Clone)]
pub struct Layout {
    /// Whose pages these look like.
    pub brand: Brand,
    /// The name of the service on the side that the person is on.
    pub service_name: String,
    /// Addresses of styles and icons.
    pub assets: Assets,
    /// What the page is called; the same words as its `h1`.
    pub title: String,
    /// The task or section that the page belongs to.
    pub section: Option<String>,
    /// The band on top.
    pub header: Header,
    /// The name of the service and its main pages.
    pub navigation: ServiceNavigation,
    /// That the service is new, or a demonstration.
    pub phase: Option<PhaseBanner>,
    /// The way back.
    pub back: Option<BackLink>,
    /// One message after an action.
    pub banner: Option<NotificationBanner>,
    /// "There is a problem".
    pub error_summary: Option<ErrorSummary>,
    /// The band at the end.
    pub footer: Footer,
    /// Whether the content takes the full width: queues, the review workspace, long check pages.
    pub is_full_width: bool,
    csrf_token: String,
}

impl Layout {
    /// The shell of a service. `owner` is what the generic header says; it leads to `/`.
    pub fn new(
        brand: Brand,
        owner: impl Into<String>,
        service_name: impl Into<String>,
        assets: Assets,
    ) -> Self {
        let service_name = service_name.into();
        Self {
            brand,
            header: Header::new(brand, owner, "/"),
            navigation: ServiceNavigation::new(service_name.clone()),
            service_name,
            assets,
            title: String::new(),
            section: None,
            phase: None,
            back: None,
            banner: None,
            error_summary: None,
            footer: Footer::new(brand),
            is_full_width: false,
            csrf_token: String::new(),
        }
    }

    /// What the page is called; the same words as its `h1`.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// The task or section that the page belongs to.
    #[must_use]
    pub fn section(mut self, section: impl Into<String>) -> Self {
        self.section = Some(section.into());
        self
    }

    /// Where the name of the service leads, and the main pages.
    #[must_use]
    pub fn navigation(
        mut self,
        service_href: impl Into<String>,
        items: impl IntoIterator<Item = NavigationItem>,
    ) -> Self {
        self.navigation = self.navigation.service_href(service_href).items(items);
        self
    }

    /// Who is signed in.
    #[must_use]
    pub fn signed_in(mut self, person: SignedIn) -> Self {
        self.navigation = self.navigation.signed_in(person);
        self
    }

    /// The token that every form of the page posts.
    #[must_use]
    pub fn csrf_token(mut self, token: impl Into<String>) -> Self {
        self.csrf_token = token.into();
        self
    }

    /// That the service is new, or a demonstration.
    #[must_use]
    pub fn phase(mut self, phase: PhaseBanner) -> Self {
        self.phase = Some(phase);
        self
    }

    /// The way back.
    #[must_use]
    pub fn back(mut self, href: impl Into<String>) -> Self {
        self.back = Some(BackLink::new(href));
        self
    }

    /// The way back, in other words than "Back".
    #[must_use]
    pub fn back_to(mut self, href: impl Into<String>, text: impl Into<String>) -> Self {
        self.back = Some(BackLink::new(href).text(text));
        self
    }

    /// One message after an action, if there is one.
    #[must_use]
    pub fn banner(mut self, banner: Option<NotificationBanner>) -> Self {
        self.banner = banner;
        self
    }

    /// The errors of the form on the page, if it has any.
    #[must_use]
    pub fn errors_of(mut self, form: &FormState) -> Self {
        self.error_summary = form.summary();
        self
    }

    /// The content takes the full width.
    #[must_use]
    pub fn full_width(mut self) -> Self {
        self.is_full_width = true;
        self
    }

    /// The hidden field that every form of the page begins with: `{{ layout.csrf() }}`.
    pub fn csrf(&self) -> HiddenInput {
        HiddenInput::new(CSRF_FIELD, &self.csrf_token)
    }

    /// The link past what every page repeats.
    pub fn skip_link(&self) -> SkipLink {
        SkipLink::to_main_content()
    }

    /// Whether the form on the page has errors.
    pub fn has_errors(&self) -> bool {
        self.error_summary.is_some()
    }

    /// The words in the browser's tab: "Error: " if there is one, the page, its section, the service.
    pub fn page_title(&self) -> String {
        let error = if self.has_errors() { "Error: " } else { "" };
        let parts = [
            Some(&self.title),
            self.section.as_ref(),
            Some(&self.service_name),
        ];
        let mut parts: Vec<&str> = parts
            .into_iter()
            .flatten()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        // A service's first page may be called as the service is.
        parts.dedup();
        format!("{error}{}{}", parts.join(" – "), self.brand.title_suffix())
    }

    /// The grid column of the content.
    pub fn column_class(&self) -> &'static str {
        if self.is_full_width {
            "govuk-grid-column-full"
        } else {
            "govuk-grid-column-two-thirds"
        }
    }
}
