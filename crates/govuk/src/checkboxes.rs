//! Any number of several choices.

use crate::choice::{Choice, ChoiceItem, item_id};
use crate::{FormState, Legend, field_parts::FieldParts, field_parts::field_methods};
use askama::{Template, filters::HtmlSafe};

/// Any number of several choices. Every choice posts the same name.
#[derive(Clone, Template)]
#[template(path = "govuk/checkboxes.html")]
pub struct Checkboxes {
    legend: Legend,
    parts: FieldParts,
    items: Vec<ChoiceItem>,
    chosen: Vec<String>,
    is_small: bool,
}

impl Checkboxes {
    /// Checkboxes without choices yet; the name and the id of the first choice are `field`.
    pub fn new(field: impl AsRef<str>, legend: impl Into<Legend>) -> Self {
        Self {
            legend: legend.into(),
            parts: FieldParts::new(field),
            items: Vec::new(),
            chosen: Vec::new(),
            is_small: false,
        }
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

    /// "or", then a choice that excludes all others, such as "None of these".
    #[must_use]
    pub fn exclusive(self, value: impl Into<String>, label: impl Into<String>) -> Self {
        self.divider("or")
            .item(Choice::new(value, label).exclusive())
    }

    /// The values that are chosen.
    #[must_use]
    pub fn chosen<V: Into<String>>(mut self, values: impl IntoIterator<Item = V>) -> Self {
        self.chosen = values.into_iter().map(Into::into).collect();
        self
    }

    /// Smaller, for filters and tables.
    #[must_use]
    pub fn small(mut self) -> Self {
        self.is_small = true;
        self
    }

    /// What the form knows of this field: the choices and their error.
    #[must_use]
    pub fn filled_from(mut self, form: &FormState) -> Self {
        self.chosen = form.values(&self.parts.name).to_vec();
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
        self.chosen.contains(&choice.value)
    }
}

impl HtmlSafe for Checkboxes {}
