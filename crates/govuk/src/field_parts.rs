//! What every field has besides its input: id, name, hint and error.

use crate::{Content, ErrorMessage, Hint};

/// What every field has besides its input.
#[derive(Clone)]
pub(crate) struct FieldParts {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) hint: Option<Hint>,
    pub(crate) error: Option<ErrorMessage>,
    /// Where several rules are broken, the messages after the first.
    pub(crate) more_errors: Vec<ErrorMessage>,
}

impl FieldParts {
    pub(crate) fn new(field: impl AsRef<str>) -> Self {
        let field = field.as_ref();
        Self {
            id: field.to_owned(),
            name: field.to_owned(),
            hint: None,
            error: None,
            more_errors: Vec::new(),
        }
    }

    pub(crate) fn rename_id(&mut self, id: String) {
        if let Some(hint) = &mut self.hint {
            hint.id = format!("{id}-hint");
        }
        if let Some(error) = &mut self.error {
            error.id = format!("{id}-error");
        }
        for (number, error) in (2..).zip(&mut self.more_errors) {
            error.id = format!("{id}-error-{number}");
        }
        self.id = id;
    }

    pub(crate) fn set_hint(&mut self, content: Content) {
        self.hint = Some(Hint::new(format!("{}-hint", self.id), content));
    }

    pub(crate) fn set_error(&mut self, text: String) {
        self.error = Some(ErrorMessage::new(format!("{}-error", self.id), text));
    }

    /// Every message of a field that may break several rules at once.
    pub(crate) fn set_errors<'a>(&mut self, texts: impl IntoIterator<Item = &'a str>) {
        let mut texts = texts.into_iter().map(str::to_owned);
        if let Some(first) = texts.next() {
            self.set_error(first);
        }
        self.more_errors = (2..)
            .zip(texts)
            .map(|(number, text)| ErrorMessage::new(format!("{}-error-{number}", self.id), text))
            .collect();
    }

    /// The ids of what describes the field, for `aria-describedby`.
    pub(crate) fn described_by(&self) -> Option<String> {
        let hint = self.hint.iter().map(|hint| hint.id.as_str());
        let errors = self.error.iter().chain(&self.more_errors);
        let ids: Vec<&str> = hint.chain(errors.map(|error| error.id.as_str())).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// The methods that every field has.
macro_rules! field_methods {
    () => {
        /// Help that is shown under the label and read out with the field.
        #[must_use]
        pub fn hint(mut self, hint: impl Into<crate::Content>) -> Self {
            self.parts.set_hint(hint.into());
            self
        }

        /// The error of this field.
        #[must_use]
        pub fn error(mut self, text: impl Into<String>) -> Self {
            self.parts.set_error(text.into());
            self
        }

        /// Another id than the name of the field, for a page with the same field twice.
        #[must_use]
        pub fn id(mut self, id: impl Into<String>) -> Self {
            self.rename_id(id.into());
            self
        }

        /// Another name than the id of the field.
        #[must_use]
        pub fn name(mut self, name: impl Into<String>) -> Self {
            self.parts.name = name.into();
            self
        }
    };
}

pub(crate) use field_methods;
