//! What a page's form holds: as it was saved, or as it was sent with what is wrong.

use govuk::{DatePart, FormState};
use questions::{Checked, FieldError, FieldKind, Page, Values};

/// The form of a page as it was saved.
pub fn saved(page: &Page, values: Option<&Values>) -> FormState {
    let mut form = FormState::new();
    let Some(values) = values else {
        return form;
    };
    for field in &page.fields {
        if let FieldKind::Date(_) = field.kind {
            for (part, value) in DatePart::ALL.into_iter().zip(field.date_parts(values)) {
                form.set(part.of(&field.id), value);
            }
        } else if let Some(kept) = values.get(&field.id) {
            form.set_all(&field.id, kept.iter().cloned());
        }
    }
    form
}

/// The form of a page as it was sent, with what is wrong.
pub fn sent(values: &Values, checked: &Checked) -> FormState {
    let mut form = FormState::new();
    for (name, kept) in values {
        form.set_all(name, kept.iter().cloned());
    }
    for error in &checked.errors {
        add_error(&mut form, error, values);
    }
    form
}

fn add_error(form: &mut FormState, error: &FieldError, sent: &Values) {
    let part = error.target.strip_prefix(&error.field).and_then(|rest| {
        DatePart::ALL
            .into_iter()
            .find(|part| rest == format!("-{}", part.suffix()))
    });
    let Some(part) = part else {
        form.error_at(&error.field, &error.target, &error.message);
        return;
    };
    // An error that leads to the day although the day is there, or nothing is, is about the whole date.
    let is_there = |part: DatePart| questions::first_of(sent, &part.of(&error.field)).is_some();
    let is_whole = is_there(part) || !DatePart::ALL.into_iter().any(is_there);
    let parts: &[DatePart] = if is_whole { &[] } else { &[part] };
    form.date_error(&error.field, parts, &error.message);
}
