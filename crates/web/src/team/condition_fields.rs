//! The conditions in the form of a recommendation: one pair of fields for each.

use super::date_field::DateField;
use crate::forms::Posted;
use domain::grant_condition::{CONDITIONS_MAX, Conditions, GrantCondition};
use domain::review::{NOTE_CHARACTERS_MAX, Note, NoteError};
use govuk::{Button, DateInput, FormState, HiddenInput, Legend, Size, Textarea};
use time::Date;

/// How many pairs of fields the form has.
const COUNT: &str = "condition_count";
/// What the button posts that asks for one more.
const MORE: &str = "more";

fn text_field(number: usize) -> String {
    format!("condition-{number}")
}

fn due_field(number: usize) -> String {
    format!("due-{number}")
}

/// The fields as the page draws them.
pub struct ConditionFields {
    pub count: HiddenInput,
    pub pairs: Vec<(Textarea, DateInput)>,
    pub more: Option<Button>,
}

impl ConditionFields {
    /// As many pairs as the form had, one at least.
    pub fn new(form: &FormState) -> Self {
        let count = form.value(COUNT).parse().unwrap_or(1);
        let count = usize::clamp(count, 1, CONDITIONS_MAX);
        let more = Button::secondary("Add another condition").posting(MORE, "yes");
        Self {
            count: HiddenInput::new(COUNT, count.to_string()),
            pairs: (1..=count).map(|number| pair(number, form)).collect(),
            more: (count < CONDITIONS_MAX).then_some(more),
        }
    }
}

fn pair(number: usize, form: &FormState) -> (Textarea, DateInput) {
    let legend = format!("Date for condition {number}");
    (
        Textarea::new(text_field(number), format!("Condition {number}"))
            .limit(NOTE_CHARACTERS_MAX)
            .filled_from(form),
        DateInput::new(due_field(number), Legend::new(legend).size(Size::Small))
            .hint("The last day on which to have met it. For example, 27 3 2027")
            .filled_from(form),
    )
}

/// What was typed.
pub struct TypedConditions {
    count: usize,
    pairs: Vec<(String, DateField)>,
    /// Whether one more pair is asked for.
    pub wants_more: bool,
}

impl TypedConditions {
    /// Takes the fields of the form.
    pub fn take(posted: &mut Posted) -> Self {
        let count = posted.take(COUNT).parse().unwrap_or(1);
        let count = usize::clamp(count, 1, CONDITIONS_MAX);
        let wants_more = !posted.take(MORE).is_empty();
        let pairs = (1..=count).map(|number| {
            (
                posted.take(&text_field(number)),
                DateField::take(posted, due_field(number)),
            )
        });
        Self {
            pairs: pairs.collect(),
            count: count + usize::from(wants_more),
            wants_more,
        }
    }

    /// Keeps what was typed in the form.
    pub fn keep(&self, form: &mut FormState) {
        form.set(COUNT, self.count.to_string());
        for (number, (text, due)) in (1..).zip(&self.pairs) {
            form.set(text_field(number), text);
            due.keep(form);
        }
    }

    /// True when nothing was typed.
    pub fn are_empty(&self) -> bool {
        let mut pairs = self.pairs.iter();
        pairs.all(|(text, due)| text.trim().is_empty() && due.is_empty())
    }

    /// The conditions, or their errors in the form. Pairs that are empty are passed over, but not
    /// all of them.
    pub fn parse(&self, form: &mut FormState, today: Date) -> Option<Conditions> {
        let mut found = Vec::new();
        let mut is_right = true;
        for (number, (text, due)) in (1..).zip(&self.pairs) {
            let is_empty = text.trim().is_empty() && due.is_empty();
            if is_empty && (number > 1 || !self.are_empty()) {
                continue;
            }
            match condition(number, text, due, form, today) {
                Some(condition) => found.push(condition),
                None => is_right = false,
            }
        }
        Conditions::try_new(found).ok().filter(|_| is_right)
    }
}

fn condition(
    number: usize,
    text: &str,
    due: &DateField,
    form: &mut FormState,
    today: Date,
) -> Option<GrantCondition> {
    let text = form.take(text_field(number), Note::parse(text), |error| {
        words(error, number)
    });
    let subject = format!("Date for condition {number}");
    let missing = format!("Enter the date for condition {number}");
    let due_on = due.parse(form, &missing, &subject)?;
    let condition = GrantCondition::try_new(text?, due_on, today);
    if condition.is_err() {
        let message = format!("{subject} must be in the future");
        form.date_error(due_field(number), &[], message);
    }
    condition.ok()
}

fn words(error: NoteError, number: usize) -> String {
    match error {
        NoteError::Empty => format!("Enter condition {number}"),
        NoteError::TooShort => format!("Condition {number} must be 10 characters or more"),
        NoteError::TooLong => format!("Condition {number} must be 1,500 characters or less"),
        NoteError::ControlCharacter => {
            format!("Condition {number} must not include characters that nobody can see")
        }
    }
}

#[cfg(test)]
mod tests;
