//! A file to send. Its form needs `enctype="multipart/form-data"`.

use crate::{FormState, Label, field_parts::FieldParts, field_parts::field_methods};
use askama::{Template, filters::HtmlSafe};

/// A file to send.
#[derive(Clone, Template)]
#[template(path = "govuk/file_upload.html")]
pub struct FileUpload {
    label: Label,
    parts: FieldParts,
    accept: Option<String>,
}

impl FileUpload {
    /// An input whose id and name are `field`.
    pub fn new(field: impl AsRef<str>, label: impl Into<Label>) -> Self {
        let parts = FieldParts::new(field);
        let mut label = label.into();
        label.for_id.clone_from(&parts.id);
        Self {
            label,
            parts,
            accept: None,
        }
    }

    field_methods!();

    fn rename_id(&mut self, id: String) {
        self.label.for_id.clone_from(&id);
        self.parts.rename_id(id);
    }

    /// The endings that the browser offers first, such as `.pdf,.png`. The server must check what
    /// comes.
    #[must_use]
    pub fn accept(mut self, endings: impl Into<String>) -> Self {
        self.accept = Some(endings.into());
        self
    }

    /// The error that the form has of this field. Browsers never keep the file.
    #[must_use]
    pub fn filled_from(mut self, form: &FormState) -> Self {
        if let Some(error) = form.error_of(&self.parts.name) {
            self.parts.set_error(error.to_owned());
        }
        self
    }
}

impl HtmlSafe for FileUpload {}
