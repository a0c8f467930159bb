//! A group of fields under one legend.

use crate::{Html, Legend};
use askama::{Template, filters::HtmlSafe};

/// A group of fields under one legend, for several fields that answer one question.
#[derive(Clone, Template)]
#[template(path = "govuk/fieldset.html")]
pub struct Fieldset {
    legend: Legend,
    fields: Html,
}

impl Fieldset {
    /// A group without fields yet.
    pub fn new(legend: impl Into<Legend>) -> Self {
        Self {
            legend: legend.into(),
            fields: Html::default(),
        }
    }

    /// One more field in the group.
    #[must_use]
    pub fn field(mut self, field: &impl HtmlSafe) -> Self {
        self.fields = self.fields.and(field);
        self
    }
}

impl HtmlSafe for Fieldset {}
