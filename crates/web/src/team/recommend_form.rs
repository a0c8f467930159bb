//! The form of a recommendation.

use super::condition_fields::{ConditionFields, TypedConditions};
use crate::forms::Posted;
use domain::grant_condition::Proposal;
use domain::review::{NOTE_CHARACTERS_MAX, Note, NoteError, Recommendation};
use govuk::{Button, Checkboxes, FormState, Legend, Radios, Size, Textarea};
use time::Date;

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
    pub conditions: ConditionFields,
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
            conditions: ConditionFields::new(form),
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
    conditions: TypedConditions,
}

impl Typed {
    /// Takes the fields of the form.
    pub fn take(posted: &mut Posted) -> Self {
        Self {
            recommendation: posted.take(RECOMMENDATION),
            reasons: posted.take(REASONS),
            declaration: posted.take(DECLARATION),
            conditions: TypedConditions::take(posted),
        }
    }

    /// True when the form is only asked for the fields of one more condition.
    pub fn wants_more(&self) -> bool {
        self.conditions.wants_more
    }

    /// The form with what was typed.
    pub fn kept(&self) -> FormState {
        let mut form = FormState::keeping([
            (RECOMMENDATION, &self.recommendation),
            (REASONS, &self.reasons),
            (DECLARATION, &self.declaration),
        ]);
        self.conditions.keep(&mut form);
        form
    }

    /// What is recommended and why, or the form with what is wrong.
    pub fn parse(&self, today: Date) -> Result<(Proposal, Note), FormState> {
        let mut form = self.kept();
        let recommendation = Recommendation::parse(&self.recommendation);
        if recommendation.is_none() {
            form.error(RECOMMENDATION, "Select what you recommend");
        }
        let takes_conditions = recommendation == Some(Recommendation::GrantWithConditions);
        if recommendation.is_some() && !takes_conditions && !self.conditions.are_empty() {
            form.error(
                RECOMMENDATION,
                "Select ‘Grant the certificate with conditions recorded’, or remove the conditions",
            );
        }
        let reasons = form.take(REASONS, Note::parse(&self.reasons), |error| {
            words(error).to_owned()
        });
        let proposal = recommendation.and_then(|recommendation| match recommendation {
            Recommendation::Grant => Some(Proposal::Grant),
            Recommendation::GrantWithConditions => {
                let conditions = self.conditions.parse(&mut form, today);
                conditions.map(Proposal::GrantWithConditions)
            }
            Recommendation::Refuse => Some(Proposal::Refuse),
        });
        let is_declared = self.declaration == DECLARED;
        if !is_declared {
            form.error(DECLARATION, "Select the box to make the declaration");
        }
        match (proposal, reasons) {
            (Some(proposal), Some(reasons)) if !form.has_errors() => Ok((proposal, reasons)),
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
