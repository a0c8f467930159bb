//! An e-mail address in a form: its field and what is wrong with it.

use domain::email::{EmailAddress, EmailError};
use govuk::{FormState, Label, TextInput, Width};

/// The name of the field.
pub const EMAIL: &str = "email";

/// The field, with what was typed and what is wrong.
pub fn input(label: impl Into<Label>, form: &FormState) -> TextInput {
    TextInput::new(EMAIL, label)
        .email()
        .autocomplete("email")
        .width(Width::TwoThirds)
        .filled_from(form)
}

/// The address that was typed, or the words for what is wrong with it; `missing` are
/// the words for nothing.
pub fn parse(form: &mut FormState, missing: &str) -> Option<EmailAddress> {
    let parsed = EmailAddress::parse(form.value(EMAIL));
    form.take(EMAIL, parsed, |error| match error {
        EmailError::Empty => missing.to_owned(),
        EmailError::Format => {
            "Enter an email address in the correct format, like name@example.com".to_owned()
        }
    })
}
