//! A password.

use crate::{FormState, Label, field_parts::FieldParts, field_parts::field_methods};
use askama::{Template, filters::HtmlSafe};

/// A password. It never shows again what was typed, and password managers may fill it in and paste.
#[derive(Clone, Template)]
#[template(path = "govuk/password_input.html")]
pub struct PasswordInput {
    label: Label,
    parts: FieldParts,
    autocomplete: &'static str,
}

impl PasswordInput {
    /// The password that a person already has.
    pub fn current(field: impl AsRef<str>, label: impl Into<Label>) -> Self {
        Self::with_purpose(field, label, "current-password")
    }

    /// A password that a person chooses now.
    pub fn chosen(field: impl AsRef<str>, label: impl Into<Label>) -> Self {
        Self::with_purpose(field, label, "new-password")
    }

    fn with_purpose(
        field: impl AsRef<str>,
        label: impl Into<Label>,
        autocomplete: &'static str,
    ) -> Self {
        let parts = FieldParts::new(field);
        let mut label = label.into();
        label.for_id.clone_from(&parts.id);
        Self {
            label,
            parts,
            autocomplete,
        }
    }

    field_methods!();

    fn rename_id(&mut self, id: String) {
        self.label.for_id.clone_from(&id);
        self.parts.rename_id(id);
    }

    /// Every error that the form has for this field; never its value.
    #[must_use]
    pub fn filled_from(mut self, form: &FormState) -> Self {
        let name = self.parts.name.clone();
        self.parts.set_errors(form.errors_of(&name));
        self
    }
}

impl HtmlSafe for PasswordInput {}
