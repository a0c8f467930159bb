//! One of many choices in a list that opens.

use crate::{FormState, Label, field_parts::FieldParts, field_parts::field_methods};
use askama::{Template, filters::HtmlSafe};

/// One of many choices in a list that opens. Prefer [`crate::Radios`] for a question.
#[derive(Clone, Template)]
#[template(path = "govuk/select.html")]
pub struct Select {
    label: Label,
    parts: FieldParts,
    options: Vec<(String, String)>,
    chosen: Option<String>,
}

impl Select {
    /// A list without choices yet, whose id and name are `field`.
    pub fn new(field: impl AsRef<str>, label: impl Into<Label>) -> Self {
        let parts = FieldParts::new(field);
        let mut label = label.into();
        label.for_id.clone_from(&parts.id);
        Self {
            label,
            parts,
            options: Vec::new(),
            chosen: None,
        }
    }

    field_methods!();

    fn rename_id(&mut self, id: String) {
        self.label.for_id.clone_from(&id);
        self.parts.rename_id(id);
    }

    /// One more choice, which posts `value` and says `text`.
    #[must_use]
    pub fn option(mut self, value: impl Into<String>, text: impl Into<String>) -> Self {
        self.options.push((value.into(), text.into()));
        self
    }

    /// The value that is chosen.
    #[must_use]
    pub fn chosen(mut self, value: impl Into<String>) -> Self {
        self.chosen = Some(value.into());
        self
    }

    /// What the form knows of this field: the choice and its error.
    #[must_use]
    pub fn filled_from(mut self, form: &FormState) -> Self {
        let value = form.value(&self.parts.name);
        if !value.is_empty() {
            self.chosen = Some(value.to_owned());
        }
        if let Some(error) = form.error_of(&self.parts.name) {
            self.parts.set_error(error.to_owned());
        }
        self
    }

    fn is_chosen(&self, value: &String) -> bool {
        self.chosen.as_ref() == Some(value)
    }
}

impl HtmlSafe for Select {}
