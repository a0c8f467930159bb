//! One of several choices.

use crate::choice::{Choice, ChoiceItem, item_id};
use crate::{FormState, Legend, field_parts::FieldParts, field_parts::field_methods};
use askama::{Template, filters::HtmlSafe};

/// One of several choices.
#[derive(Clone, Template)]
#[template(path = "govuk/radios.html")]
pub struct Radios {
    legend: Legend,
    parts: FieldParts,
    items: Vec<ChoiceItem>,
    chosen: Option<String>,
    is_inline: bool,
    is_small: bool,
    has_autofocus: bool,
}

impl Radios {
    /// Radios without choices yet; the name and the id of the first choice are `field`.
    pub fn new(field: impl AsRef<str>, legend: impl Into<Legend>) -> Self {
        Self {
            legend: legend.into(),
            parts: FieldParts::new(field),
            items: Vec::new(),
            chosen: None,
            is_inline: false,
            is_small: false,
            has_autofocus: false,
        }
    }

    /// Yes and No, side by side, which post `yes` and `no`.
    pub fn yes_no(field: impl AsRef<str>, legend: impl Into<Legend>) -> Self {
        Self::new(field, legend)
            .option("yes", "Yes")
            .option("no", "No")
            .inline()
    }

    field_methods!();

    fn rename_id(&mut self, id: String) {
        self.parts.rename_id(id);
    }

    /// One more choice.
    #[must_use]
    pub fn item(mut self, choice: Choice) -> Self {
        self.items.push(ChoiceItem::Choice(choice));
        self
    }

    /// One more choice without help.
    #[must_use]
    pub fn option(self, value: impl Into<String>, label: impl Into<String>) -> Self {
        self.item(Choice::new(value, label))
    }

    /// A word between choices, such as "or".
    #[must_use]
    pub fn divider(mut self, word: impl Into<String>) -> Self {
        self.items.push(ChoiceItem::Divider(word.into()));
        self
    }

    /// The value that is chosen.
    #[must_use]
    pub fn chosen(mut self, value: impl Into<String>) -> Self {
        self.chosen = Some(value.into());
        self
    }

    /// Side by side; only for two short choices.
    #[must_use]
    pub fn inline(mut self) -> Self {
        self.is_inline = true;
        self
    }

    /// Smaller, for filters and tables.
    #[must_use]
    pub fn small(mut self) -> Self {
        self.is_small = true;
        self
    }

    /// The page opens on the first choice; only where a person asked for it.
    #[must_use]
    pub fn autofocus(mut self) -> Self {
        self.has_autofocus = true;
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

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "templates pass references"
    )]
    fn item_id(&self, number: &usize) -> String {
        item_id(&self.parts.id, *number)
    }

    fn is_chosen(&self, choice: &Choice) -> bool {
        self.chosen.as_ref() == Some(&choice.value)
    }
}

impl HtmlSafe for Radios {}
