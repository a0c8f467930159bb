//! The form with what the supplier will be asked.

use super::date_field::DateField;
use crate::PageError;
use crate::forms::Posted;
use domain::review::{NOTE_CHARACTERS_MAX, Note, NoteError, Verdict};
use domain::{when, working_days};
use govuk::{Button, DateInput, FormState, HiddenInput, Label, Size, Textarea};
use service::clarifications::Request;
use service::reviews::Review;
use service::subjects::Subject;
use time::Date;

/// The date to reply by.
pub const DUE: &str = "due";

/// The text about one subject.
fn request_field(subject: &str) -> String {
    format!("request-{subject}")
}

/// The version of its judgement that the person saw.
fn version_field(subject: &str) -> String {
    format!("version-{subject}")
}

/// The form as the page draws it.
pub struct RequestForm {
    pub action: String,
    pub items: Vec<RequestItem>,
    pub due: DateInput,
    pub button: Button,
}

/// What is asked about one subject.
pub struct RequestItem {
    pub version: HiddenInput,
    pub text: Textarea,
}

impl RequestForm {
    /// The form with these values.
    pub fn new(review: &Review, action: &str, form: &FormState) -> Self {
        let items = review.standing_at(Verdict::Ask).into_iter();
        Self {
            action: action.to_owned(),
            items: items.map(|subject| item(review, subject, form)).collect(),
            due: DateInput::new(DUE, "When does the supplier have to reply by?")
                .hint("Usually 10 working days from now. For example, 27 3 2027")
                .filled_from(form),
            button: Button::primary("Continue"),
        }
    }
}

fn item(review: &Review, subject: &Subject, form: &FormState) -> RequestItem {
    let version = review
        .judgements
        .get(&subject.id)
        .map_or(0, |judgement| judgement.version);
    RequestItem {
        version: HiddenInput::new(version_field(&subject.id), version.to_string()),
        text: Textarea::new(
            request_field(&subject.id),
            Label::new(&subject.title).size(Size::Medium),
        )
        .hint("Write to the supplier: this is what they read")
        .limit(NOTE_CHARACTERS_MAX)
        .filled_from(form),
    }
}

/// The form as it begins: the notes of the judgements, and 10 working days.
pub fn beginning(review: &Review) -> FormState {
    let mut form = FormState::new();
    for subject in review.standing_at(Verdict::Ask) {
        form.set(request_field(&subject.id), review.note(&subject.id));
    }
    let due = working_days::add(when::uk_date(review.now), working_days::CLARIFICATION);
    DateField::of(DUE, Some(due)).keep(&mut form);
    form
}

/// Reads the form: what is asked, and by when to reply; or the form with what is wrong.
pub fn read(
    review: &Review,
    posted: &mut Posted,
) -> Result<Result<(Vec<Request>, Date), FormState>, PageError> {
    let mut form = FormState::new();
    let mut requests = Vec::new();
    for subject in review.standing_at(Verdict::Ask) {
        let field = request_field(&subject.id);
        let text = posted.take(&field);
        let version = posted.take(&version_field(&subject.id));
        let version = version.parse().map_err(|_| PageError::Unreadable)?;
        form.set(&field, &text);
        let note = form.take(&field, Note::parse(&text), |error| words(error, subject));
        requests.extend(note.map(|text| Request {
            subject: subject.id.clone(),
            text,
            version,
        }));
    }
    let due = DateField::take(posted, DUE);
    due.keep(&mut form);
    let due = due.parse(
        &mut form,
        "Enter the date to reply by",
        "The date to reply by",
    );
    let due = due.filter(|due| {
        let is_later = *due > when::uk_date(review.now);
        if !is_later {
            form.date_error(DUE, &[], "The date to reply by must be in the future");
        }
        is_later
    });
    Ok(match due {
        Some(due) if !form.has_errors() => Ok((requests, due)),
        Some(_) | None => Err(form),
    })
}

fn words(error: NoteError, subject: &Subject) -> String {
    let short = super::review_form::short(subject);
    match error {
        NoteError::Empty => format!("Enter what you need the supplier to tell you about {short}"),
        NoteError::TooShort => format!("What you ask about {short} must be 10 characters or more"),
        NoteError::TooLong => {
            format!("What you ask about {short} must be 1,500 characters or less")
        }
        NoteError::ControlCharacter => {
            format!("What you ask about {short} must not include characters that nobody can see")
        }
    }
}
