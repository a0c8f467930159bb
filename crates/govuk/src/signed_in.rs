//! Who is signed in, for whom, and the way out.

use crate::HiddenInput;
use askama::{Template, filters::HtmlSafe};

/// Who is signed in, for which organisation, and the way out.
#[derive(Clone, Template)]
#[template(path = "govuk/signed_in.html")]
pub struct SignedIn {
    name: String,
    organisation: Option<String>,
    switch_href: Option<String>,
    sign_out_action: String,
    csrf: HiddenInput,
}

impl SignedIn {
    /// A person, and where the sign-out form posts its token `csrf`.
    pub fn new(
        name: impl Into<String>,
        sign_out_action: impl Into<String>,
        csrf: HiddenInput,
    ) -> Self {
        Self {
            name: name.into(),
            organisation: None,
            switch_href: None,
            sign_out_action: sign_out_action.into(),
            csrf,
        }
    }

    /// The organisation that the person acts for now.
    #[must_use]
    pub fn organisation(mut self, organisation: impl Into<String>) -> Self {
        self.organisation = Some(organisation.into());
        self
    }

    /// Where a person with several organisations switches between them.
    #[must_use]
    pub fn switch_href(mut self, href: impl Into<String>) -> Self {
        self.switch_href = Some(href.into());
        self
    }
}

impl HtmlSafe for SignedIn {}
