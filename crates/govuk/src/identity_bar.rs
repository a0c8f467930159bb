//! Which application a page of the team is about.

use crate::Content;
use askama::{Template, filters::HtmlSafe};

/// Which application a page of the team is about: its reference and a few facts, always in the same
/// place.
#[derive(Clone, Template)]
#[template(path = "govuk/identity_bar.html")]
pub struct IdentityBar {
    label: String,
    facts: Vec<(String, Content)>,
}

impl IdentityBar {
    /// A bar without facts yet; `label` names it for screen readers: "Application".
    pub fn new(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            facts: Vec::new(),
        }
    }

    /// One more fact: "Reference", "COP-7H3K-9QXM".
    #[must_use]
    pub fn fact(mut self, name: impl Into<String>, value: impl Into<Content>) -> Self {
        self.facts.push((name.into(), value.into()));
        self
    }
}

impl HtmlSafe for IdentityBar {}
