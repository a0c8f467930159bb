//! Several lines of text.

use crate::{FormState, Label, field_parts::FieldParts, field_parts::field_methods, number};
use askama::{Template, filters::HtmlSafe};

/// Several lines of text. A limit is said in words under the box and never enforced by the browser,
/// so that a long text can be pasted and shortened.
#[derive(Clone, Template)]
#[template(path = "govuk/textarea.html")]
pub struct Textarea {
    label: Label,
    parts: FieldParts,
    value: String,
    rows: u16,
    limit_characters: Option<usize>,
    spellcheck: Option<bool>,
    autocomplete: Option<&'static str>,
}

impl Textarea {
    /// A box of five rows whose id and name are `field`.
    pub fn new(field: impl AsRef<str>, label: impl Into<Label>) -> Self {
        let parts = FieldParts::new(field);
        let mut label = label.into();
        label.for_id.clone_from(&parts.id);
        Self {
            label,
            parts,
            value: String::new(),
            rows: 5,
            limit_characters: None,
            spellcheck: None,
            autocomplete: None,
        }
    }

    field_methods!();

    fn rename_id(&mut self, id: String) {
        self.label.for_id.clone_from(&id);
        self.parts.rename_id(id);
    }

    /// What the form knows of this field: its value and its error.
    #[must_use]
    pub fn filled_from(mut self, form: &FormState) -> Self {
        form.value(&self.parts.name).clone_into(&mut self.value);
        if let Some(error) = form.error_of(&self.parts.name) {
            self.parts.set_error(error.to_owned());
        }
        self
    }

    /// What the box holds.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// How many rows the box shows.
    #[must_use]
    pub fn rows(mut self, rows: u16) -> Self {
        self.rows = rows;
        self
    }

    /// How many characters the answer may have, shown under the box.
    #[must_use]
    pub fn limit(mut self, characters: usize) -> Self {
        self.limit_characters = Some(characters);
        self
    }

    /// Whether the browser checks the spelling.
    #[must_use]
    pub fn spellcheck(mut self, is_on: bool) -> Self {
        self.spellcheck = Some(is_on);
        self
    }

    /// What the browser may fill in, such as `street-address`.
    #[must_use]
    pub fn autocomplete(mut self, purpose: &'static str) -> Self {
        self.autocomplete = Some(purpose);
        self
    }

    /// The limit as people read it, such as "1,500".
    fn limit_text(&self) -> Option<String> {
        self.limit_characters.map(number::with_commas)
    }

    fn described_by(&self) -> Option<String> {
        let described_by = self.parts.described_by();
        if self.limit_characters.is_none() {
            return described_by;
        }
        let info = format!("{}-info", self.parts.id);
        Some(match described_by {
            Some(ids) => format!("{ids} {info}"),
            None => info,
        })
    }

    /// Browsers drop a line break right after the opening tag, so one that was typed is doubled.
    fn opening_line_break(&self) -> &'static str {
        if self.value.starts_with(['\n', '\r']) {
            "\n"
        } else {
            ""
        }
    }
}

impl HtmlSafe for Textarea {}
