//! A single line of text.

use crate::{FormState, Label, field_parts::FieldParts, field_parts::field_methods};
use askama::{Template, filters::HtmlSafe};

/// How wide an input is: the number of characters that people should expect, or a share.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Width {
    /// Two characters.
    Two,
    /// Three characters.
    Three,
    /// Four characters.
    Four,
    /// Five characters.
    Five,
    /// Ten characters.
    Ten,
    /// Twenty characters.
    Twenty,
    /// Thirty characters.
    Thirty,
    /// A third of the column.
    OneThird,
    /// Half of the column.
    OneHalf,
    /// Two thirds of the column.
    TwoThirds,
}

impl Width {
    fn class(self) -> &'static str {
        match self {
            Self::Two => "govuk-input--width-2",
            Self::Three => "govuk-input--width-3",
            Self::Four => "govuk-input--width-4",
            Self::Five => "govuk-input--width-5",
            Self::Ten => "govuk-input--width-10",
            Self::Twenty => "govuk-input--width-20",
            Self::Thirty => "govuk-input--width-30",
            Self::OneThird => "govuk-!-width-one-third",
            Self::OneHalf => "govuk-!-width-one-half",
            Self::TwoThirds => "govuk-!-width-two-thirds",
        }
    }
}

/// A single line of text.
#[derive(Clone, Template)]
#[template(path = "govuk/text_input.html")]
pub struct TextInput {
    label: Label,
    parts: FieldParts,
    kind: &'static str,
    value: Option<String>,
    prefix: Option<String>,
    suffix: Option<String>,
    width: Option<Width>,
    has_letter_spacing: bool,
    input_mode: Option<&'static str>,
    autocomplete: Option<&'static str>,
    spellcheck: Option<bool>,
}

impl TextInput {
    /// An input whose id and name are `field`.
    pub fn new(field: impl AsRef<str>, label: impl Into<Label>) -> Self {
        let parts = FieldParts::new(field);
        let mut label = label.into();
        label.for_id.clone_from(&parts.id);
        Self {
            label,
            parts,
            kind: "text",
            value: None,
            prefix: None,
            suffix: None,
            width: None,
            has_letter_spacing: false,
            input_mode: None,
            autocomplete: None,
            spellcheck: None,
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
        let value = form.value(&self.parts.name);
        if !value.is_empty() {
            self.value = Some(value.to_owned());
        }
        if let Some(error) = form.error_of(&self.parts.name) {
            self.parts.set_error(error.to_owned());
        }
        self
    }

    /// What the input holds.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// Something before the input that is only seen, such as a currency sign; say it in the label too.
    #[must_use]
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = Some(prefix.into());
        self
    }

    /// Something after the input that is only seen, such as a unit; say it in the label too.
    #[must_use]
    pub fn suffix(mut self, suffix: impl Into<String>) -> Self {
        self.suffix = Some(suffix.into());
        self
    }

    /// How wide the input is.
    #[must_use]
    pub fn width(mut self, width: Width) -> Self {
        self.width = Some(width);
        self
    }

    /// Which keyboard a phone shows, such as `numeric`.
    #[must_use]
    pub fn input_mode(mut self, mode: &'static str) -> Self {
        self.input_mode = Some(mode);
        self
    }

    /// What the browser may fill in, such as `name`, or `off` for other people's details.
    #[must_use]
    pub fn autocomplete(mut self, purpose: &'static str) -> Self {
        self.autocomplete = Some(purpose);
        self
    }

    /// Whether the browser checks the spelling.
    #[must_use]
    pub fn spellcheck(mut self, is_on: bool) -> Self {
        self.spellcheck = Some(is_on);
        self
    }

    /// An email address: the right keyboard and no spelling check.
    #[must_use]
    pub fn email(mut self) -> Self {
        self.kind = "email";
        self.spellcheck(false)
    }

    /// A telephone number: the right keyboard.
    #[must_use]
    pub fn telephone(mut self) -> Self {
        self.kind = "tel";
        self
    }

    /// A whole number or a code of digits: the right keyboard and no spelling check.
    #[must_use]
    pub fn digits(self) -> Self {
        self.input_mode("numeric").spellcheck(false)
    }

    /// Letters set apart, for codes and references that people copy.
    #[must_use]
    pub fn letter_spacing(mut self) -> Self {
        self.has_letter_spacing = true;
        self
    }

    fn width_class(&self) -> Option<&'static str> {
        self.width.map(Width::class)
    }
}

impl HtmlSafe for TextInput {}
