//! What a page is expected to be.

use super::Page;
use crate::{html, seen};
use reqwest::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};

/// The pages that may run a script of ours; nothing else may (docs/adr/0015).
pub const PAGES_WITH_SCRIPT: [&str; 3] = [
    "/account/passkeys/add",
    "/confirm-it-is-you/passkey",
    "/sign-in/passkey",
];

impl Page {
    /// The status is this.
    #[track_caller]
    pub fn expect_status(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.describe());
        self
    }

    /// The first heading is this.
    #[track_caller]
    pub fn expect_heading(&self, heading: &str) -> &Self {
        assert_eq!(self.heading(), heading, "{}", self.describe());
        self
    }

    /// These words are on the page.
    #[track_caller]
    pub fn expect_text(&self, words: &str) -> &Self {
        assert!(
            self.text().contains(words),
            "no {words:?} in {}",
            self.describe()
        );
        self
    }

    /// These words are not on the page.
    #[track_caller]
    pub fn expect_no_text(&self, words: &str) -> &Self {
        assert!(
            !self.text().contains(words),
            "{words:?} in {}",
            self.describe()
        );
        self
    }

    /// The form did its work and leads on (303) to this address.
    #[track_caller]
    pub fn expect_redirect(&self, path: &str) -> &Self {
        assert_eq!(self.redirect(), path, "{}", self.describe());
        self
    }

    /// The form came back (422) with this error: in the title, in the summary with a
    /// link to the field, and beside the field, in the same words.
    #[track_caller]
    pub fn expect_error(&self, field: &str, message: &str) -> &Self {
        self.expect_status(422);
        assert!(
            self.title().starts_with("Error: "),
            "the title of {}",
            self.describe()
        );
        let document = self.document();
        let root = document.root_element();
        let links = html::all(root, ".govuk-error-summary__list a");
        let messages: Vec<String> = links.iter().map(|link| html::text(*link)).collect();
        let Some(index) = messages.iter().position(|text| text == message) else {
            panic!(
                "the summary says {messages:?}, not {message:?}: {}",
                self.describe()
            );
        };
        let target = links[index].attr("href").unwrap_or_default();
        let control = html::by_id(&document, target.trim_start_matches('#'))
            .unwrap_or_else(|| panic!("nothing is {target} in {}", self.describe()));
        let name = control.attr("name").unwrap_or_default();
        let is_of_field = name == field || name.starts_with(&format!("{field}-"));
        assert!(is_of_field, "{target} is the field {name:?}, not {field:?}");
        let expected = format!("Error: {message}");
        let said = html::described(&document, control);
        assert!(
            said.contains(&expected),
            "with the field {name:?} it says {said:?}, not {expected:?}"
        );
        self
    }

    /// The form came back with exactly these errors, in this order.
    #[track_caller]
    pub fn expect_errors<const N: usize>(&self, errors: [(&str, &str); N]) -> &Self {
        for (field, message) in errors {
            self.expect_error(field, message);
        }
        let listed = self.select_text(".govuk-error-summary__list li");
        let expected: Vec<&str> = errors.iter().map(|(_, message)| *message).collect();
        assert_eq!(listed, expected, "{}", self.describe());
        self
    }

    #[track_caller]
    pub(super) fn expect_what_holds_everywhere(&self) {
        let policy = self.header(CONTENT_SECURITY_POLICY.as_str());
        assert!(
            policy.starts_with("default-src 'none'"),
            "{}: {policy:?}",
            self.request
        );
        let path = self.path.split('?').next().unwrap_or_default();
        let has_script = policy.contains("; script-src 'self';");
        assert!(
            !policy
                .replace("; script-src 'self';", "")
                .contains("script"),
            "{}: {policy:?}",
            self.request
        );
        assert!(
            !has_script || PAGES_WITH_SCRIPT.contains(&path),
            "{} may run scripts: {policy:?}",
            self.request
        );
        assert_eq!(
            self.header("x-content-type-options"),
            "nosniff",
            "{}",
            self.request
        );
        if self.header(CONTENT_TYPE.as_str()).starts_with("text/html") {
            assert_eq!(self.header("content-type"), "text/html; charset=utf-8");
            let document = self.document();
            let fault = html::fault(&document, has_script);
            if let Some(fault) = fault.or_else(|| html::lost(&document, &self.path)) {
                panic!("{fault}: {}", self.describe());
            }
            seen::keep(&self.request, &document, &self.body);
        }
    }
}
