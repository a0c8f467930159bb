//! The form of a decision on somebody else's recommendation.

use crate::forms::Posted;
use domain::id::DecisionId;
use domain::review::{NOTE_CHARACTERS_MAX, Note, NoteError, Outcome};
use govuk::{Button, FormState, HiddenInput, Legend, Radios, Size, Textarea};
use store::decisions::Decision;

/// What is decided.
const OUTCOME: &str = "outcome";
/// Which recommendation was read.
const DECISION: &str = "decision";
/// What the second person says.
const COMMENT: &str = "comment";

/// The form as the page draws it.
pub struct ApproveForm {
    pub decision: HiddenInput,
    pub outcome: Radios,
    pub comment: Textarea,
    pub button: Button,
}

impl ApproveForm {
    /// The form about this recommendation, with these values.
    pub fn new(recommendation: &Decision, form: &FormState) -> Self {
        let recommender = &recommendation.recommended_by_name;
        let legend = Legend::new("Do you agree?").size(Size::Medium);
        Self {
            decision: HiddenInput::new(DECISION, recommendation.id.to_string()),
            outcome: Radios::new(OUTCOME, legend)
                .option(
                    Outcome::Approved.as_str(),
                    "Yes, approve the recommendation",
                )
                .option(
                    Outcome::Returned.as_str(),
                    format!("No, return it to {recommender} with a comment"),
                )
                .filled_from(form),
            comment: Textarea::new(COMMENT, "Comment")
                .hint("You need this if you do not agree")
                .limit(NOTE_CHARACTERS_MAX)
                .filled_from(form),
            button: Button::primary("Save the decision"),
        }
    }
}

/// What was typed.
pub struct Typed {
    /// The recommendation that was read; none when the form does not name one.
    pub decision: Option<DecisionId>,
    outcome: String,
    comment: String,
}

impl Typed {
    /// Takes the fields of the form.
    pub fn take(posted: &mut Posted) -> Self {
        Self {
            decision: DecisionId::parse(&posted.take(DECISION)),
            outcome: posted.take(OUTCOME),
            comment: posted.take(COMMENT),
        }
    }

    /// The decision and its comment, or the form with what is wrong.
    pub fn parse(&self) -> Result<(Outcome, Option<Note>), FormState> {
        let mut form = FormState::keeping([(OUTCOME, &self.outcome), (COMMENT, &self.comment)]);
        let outcome = Outcome::parse(&self.outcome);
        if outcome.is_none() {
            form.error(OUTCOME, "Select if you agree");
        }
        let comment = form.take(COMMENT, Note::parse_optional(&self.comment), |error| {
            words(error).to_owned()
        });
        if outcome == Some(Outcome::Returned) && comment == Some(None) {
            form.error(COMMENT, "Enter why you do not agree");
        }
        match (outcome, comment) {
            (Some(outcome), Some(comment)) if !form.has_errors() => Ok((outcome, comment)),
            _ => Err(form),
        }
    }

    /// The form, when what was judged is not what would be certified.
    pub fn replaced(&self) -> FormState {
        let mut form = FormState::keeping([(OUTCOME, &self.outcome), (COMMENT, &self.comment)]);
        form.error(
            OUTCOME,
            "A newer version of a document has taken the place of the one that was judged. Return this, so \
             that the answer is judged again",
        );
        form
    }
}

fn words(error: NoteError) -> &'static str {
    match error {
        NoteError::Empty => "Enter a comment",
        NoteError::TooShort => "Comment must be 10 characters or more",
        NoteError::TooLong => "Comment must be 1,500 characters or less",
        NoteError::ControlCharacter => "Comment must not include characters that nobody can see",
    }
}
