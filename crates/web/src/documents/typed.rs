//! What people type about a document, from the form that describes it.

use crate::PageError;
use crate::forms::Posted;
use crate::team::date_field::DateField;
use domain::document::{Description, DocumentIssuer, DocumentNote, DocumentTitle};
use domain::text::TextError;
use domain::when;
use govuk::FormState;
use govuk::number::with_commas;
use service::documents::Documents;

pub const TITLE: &str = "title";
pub const SHOWS: &str = "shows";
pub const QUESTIONS: &str = "questions";
pub const ISSUER: &str = "issuer";
pub const EFFECTIVE: &str = "effective";
pub const EXPIRES: &str = "expires";
pub const VERSION: &str = "version";

/// Whether anything of these fields was typed.
pub fn is_any_typed(typed: &FormState) -> bool {
    [TITLE, SHOWS, ISSUER]
        .iter()
        .any(|name| !typed.value(name).is_empty())
}

/// What was typed, as it was sent.
pub fn take(mut posted: Posted) -> Result<(FormState, [DateField; 2]), PageError> {
    let texts = [TITLE, SHOWS, ISSUER, VERSION];
    let mut form = FormState::keeping(texts.map(|name| (name, posted.take(name))));
    form.set_all(QUESTIONS, posted.take_all(QUESTIONS));
    let dates = [EFFECTIVE, EXPIRES].map(|name| DateField::take(&mut posted, name));
    for date in &dates {
        date.keep(&mut form);
    }
    posted.finish()?;
    Ok((form, dates))
}

/// What was typed, and the form that keeps it with its errors.
pub fn read(
    (mut form, [effective, expires]): (FormState, [DateField; 2]),
    listed: &Documents,
) -> Result<(FormState, Description), PageError> {
    let questions = form.values(QUESTIONS).to_vec();
    // An item that somebody removed meanwhile is known too: it is left out when the rest is kept.
    let is_known = |id: &String| {
        listed.set.question(id).is_some()
            || listed.set.is_evidence_item(id)
            || listed.code_of_connection == Some(id.as_str())
    };
    if !questions.iter().all(is_known) {
        return Err(PageError::Unreadable);
    }
    let title = DocumentTitle::parse(form.value(TITLE));
    let title = form.take(TITLE, title, |error| {
        words("The name of the document", error)
    });
    let mut shows = String::new();
    if !form.value(SHOWS).trim().is_empty() {
        let parsed = DocumentNote::parse(form.value(SHOWS));
        let parsed = form.take(SHOWS, parsed, |error| words("What it shows", error));
        shows = parsed.map_or(String::new(), |text| text.as_str().to_owned());
    }
    let mut issuer = String::new();
    if !form.value(ISSUER).trim().is_empty() {
        let parsed = DocumentIssuer::parse(form.value(ISSUER));
        let parsed = form.take(ISSUER, parsed, |error| words("Who issued it", error));
        issuer = parsed.map_or(String::new(), DocumentIssuer::into_string);
    }
    let effective_on = effective.parse_optional(&mut form, "The date it takes effect");
    let expires_on = expires.parse_optional(&mut form, "The date it expires");
    if let (Some(from), Some(to)) = (effective_on, expires_on)
        && to < from
    {
        let from = when::date(from);
        let message = format!(
            "The date it expires must be the same as or after {from}, the date it takes effect"
        );
        form.date_error(EXPIRES, &[], message);
    }
    let description = Description {
        title: title.map_or(String::new(), DocumentTitle::into_string),
        shows,
        questions,
        issuer,
        effective_on,
        expires_on,
    };
    Ok((form, description))
}

fn words(what: &str, error: TextError) -> String {
    match error {
        TextError::Empty => "Enter the name of the document".to_owned(),
        TextError::TooLong { max } => {
            format!("{what} must be {} characters or less", with_commas(max))
        }
        TextError::ControlCharacter => format!("{what} must not have control characters"),
    }
}
