//! One thing to choose, in radios and checkboxes.

use crate::Content;

/// One thing to choose, in radios and checkboxes.
#[derive(Clone)]
pub struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) hint: Option<Content>,
    pub(crate) is_exclusive: bool,
    pub(crate) is_disabled: bool,
}

impl Choice {
    /// A choice that posts `value` and says `label`.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: None,
            is_exclusive: false,
            is_disabled: false,
        }
    }

    /// Help under the choice.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Content>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// A checkbox that excludes all others, such as "None of these". The server must check it.
    #[must_use]
    pub fn exclusive(mut self) -> Self {
        self.is_exclusive = true;
        self
    }

    /// A choice that cannot be chosen now; the hint must say why.
    #[must_use]
    pub fn disabled(mut self) -> Self {
        self.is_disabled = true;
        self
    }
}

/// A choice, or a word such as "or" between choices.
#[derive(Clone)]
pub(crate) enum ChoiceItem {
    /// Something to choose.
    Choice(Choice),
    /// A word between choices.
    Divider(String),
}

/// The id of an item: the first has none of its own number, so that an error leads to it.
pub(crate) fn item_id(field_id: &str, number: usize) -> String {
    if number > 1 {
        format!("{field_id}-{number}")
    } else {
        field_id.to_owned()
    }
}
