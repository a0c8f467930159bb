//! The form of a recommendation.

use crate::forms::Posted;
use domain::review::{NOTE_CHARACTERS_MAX, Note, NoteError, Recommendation};
use govuk::{Button, Checkboxes, FormState, Legend, Radios, Size, Textarea};

/// What is recommended.
pub const RECOMMENDATION: &str = "recommendation";
/// Why.
const REASONS: &str = "reasons";
/// The declaration.
const DECLARATION: &str = "declaration";
/// What the box of the declaration posts.
const DECLARED: &str = "yes";

/// The form as the page draws it.
pub struct RecommendForm {
    pub recommendation: Radios,
    pub reasons: Textarea,
    pub declaration: Checkboxes,
    pub button: Button,
}

impl RecommendForm {
    /// The form with these values.
    pub fn new(form: &FormState) -> Self {
        let legend = Legend::new("What do you recommend?").size(Size::Medium);
        Self {
            recommendation: Recommendation::ALL
                .iter()
                .fold(Radios::new(RECOMMENDATION, legend), |radios, choice| {
                    radios.option(choice.as_str(), choice.title())
                })
                .filled_from(form),
            reasons: Textarea::new(REASONS, "Reasons")
                .hint("The second person reads this. The supplier does not.")
                .limit(NOTE_CHARACTERS_MAX)
                .filled_from(form),
            declaration: Checkboxes::new(DECLARATION, Legend::new("Declaration").size(Size::Small))
                .option(
                    DECLARED,
                    "I judged every answer myself or read the judgement on it, and I have no interest in this supplier or service",
                )
                .filled_from(form),
            button: Button::primary("Recommend"),
        }
    }
}

/// What was typed.
pub struct Typed {
    recommendation: String,
    reasons: String,
    declaration: String,
}

impl Typed {
    /// Takes the fields of the form.
    pub fn take(posted: &mut Posted) -> Self {
        Self {
            recommendation: posted.take(RECOMMENDATION),
            reasons: posted.take(REASONS),
            declaration: posted.take(DECLARATION),
        }
    }

    /// The form with what was typed.
    pub fn kept(&self) -> FormState {
        FormState::keeping([
            (RECOMMENDATION, &self.recommendation),
            (REASONS, &self.reasons),
            (DECLARATION, &self.declaration),
        ])
    }

    /// The recommendation and its reasons, or the form with what is wrong.
    pub fn parse(&self) -> Result<(Recommendation, Note), FormState> {
        let mut form = self.kept();
        let recommendation = Recommendation::parse(&self.recommendation);
        if recommendation.is_none() {
            form.error(RECOMMENDATION, "Select what you recommend");
        }
        let reasons = form.take(REASONS, Note::parse(&self.reasons), |error| {
            words(error).to_owned()
        });
        let is_declared = self.declaration == DECLARED;
        if !is_declared {
            form.error(DECLARATION, "Select the box to make the declaration");
        }
        match (recommendation, reasons) {
            (Some(recommendation), Some(reasons)) if is_declared => Ok((recommendation, reasons)),
            _ => Err(form),
        }
    }
}

fn words(error: NoteError) -> &'static str {
    match error {
        NoteError::Empty => "Enter your reasons",
        NoteError::TooShort => "Reasons must be 10 characters or more",
        NoteError::TooLong => "Reasons must be 1,500 characters or less",
        NoteError::ControlCharacter => "Reasons must not include characters that nobody can see",
    }
}
