//! The check list of a page that was signed in ink.

use crate::PageError;
use crate::forms::Posted;
use domain::id::SignatureRequestId;
use domain::ink::{InkFinding, InkOutcome, RefusalNote};
use domain::signature_request::SignatureRequest;
use domain::text::TextError;
use domain::when;
use govuk::number::with_commas;
use govuk::{
    Button, Checkboxes, Choice, FormState, HiddenInput, Radios, SummaryList, SummaryRow, Textarea,
};
use service::signature_requests::ink::{Checked, code};

const ID: &str = "id";
const FOUND: &str = "found";
const OUTCOME: &str = "outcome";
const NOTE: &str = "note";
const NOTE_MAX: usize = 1000;

/// The form as the page draws it.
pub struct CheckForm {
    pub action: String,
    /// What the page has to say.
    pub expected: SummaryList,
    pub id: HiddenInput,
    pub found: Checkboxes,
    pub outcome: Radios,
    pub note: Textarea,
    pub button: Button,
}

impl CheckForm {
    /// The form about this request.
    pub fn new(action: String, request: &SignatureRequest, form: &FormState) -> Self {
        let signed_on = request.ink.as_ref().map(|page| when::date(page.signed_on));
        let boxes = InkFinding::ALL.iter().fold(
            Checkboxes::new(FOUND, "What is right?"),
            |boxes, finding| boxes.option(finding.as_str(), finding.title()),
        );
        Self {
            action,
            expected: SummaryList::new()
                .row(SummaryRow::new("Statement code", code(request).to_string()))
                .row(SummaryRow::new(
                    "Name asked to sign",
                    &request.signatory.name,
                ))
                .row(SummaryRow::new(
                    "Name as typed",
                    request.signed_name.as_deref().unwrap_or_default(),
                ))
                .row(SummaryRow::new(
                    "Date as typed",
                    signed_on.unwrap_or_default(),
                )),
            id: HiddenInput::new(ID, request.id.to_string()),
            found: boxes.filled_from(form),
            outcome: Radios::new(OUTCOME, "What do you decide?")
                .option(InkOutcome::Accepted.as_str(), "It is the signature")
                .item(
                    Choice::new(InkOutcome::Refused.as_str(), "Ask for a new signature")
                        .hint("The signature becomes void, and we email the supplier"),
                )
                .filled_from(form),
            note: Textarea::new(NOTE, "Why a new signature? (only when you ask for one)")
                .hint("The supplier reads this.")
                .rows(4)
                .limit(NOTE_MAX)
                .filled_from(form),
            button: Button::primary("Save the check"),
        }
    }
}

/// What was typed.
pub struct Typed {
    id: String,
    found: Vec<String>,
    outcome: String,
    note: String,
}

impl Typed {
    /// Takes the fields of the form.
    pub fn take(posted: &mut Posted) -> Self {
        Self {
            id: posted.take(ID),
            found: posted.take_all(FOUND),
            outcome: posted.take(OUTCOME),
            note: posted.take(NOTE),
        }
    }

    /// The request whose page it is.
    pub fn id(&self) -> Result<SignatureRequestId, PageError> {
        SignatureRequestId::parse(&self.id).ok_or(PageError::Unreadable)
    }

    /// What was found, or the form with what is wrong.
    pub fn parse(&self) -> Result<Checked, FormState> {
        let mut form = FormState::keeping([(OUTCOME, &self.outcome), (NOTE, &self.note)]);
        form.set_all(FOUND, self.found.clone());
        let known = InkFinding::ALL.iter().copied();
        let found: Vec<InkFinding> = known
            .filter(|finding| self.found.iter().any(|name| name == finding.as_str()))
            .collect();
        let is_whole = found.len() == InkFinding::ALL.len();
        match InkOutcome::parse(&self.outcome) {
            None => form.error(OUTCOME, "Select what you decide"),
            Some(InkOutcome::Accepted) if is_whole => return Ok(Checked::Right),
            Some(InkOutcome::Accepted) => {
                form.error(FOUND, "Select all of these, or ask for a new signature");
            }
            Some(InkOutcome::Refused) if is_whole => form.error(
                FOUND,
                "Leave out what is not right, so that the record says it",
            ),
            Some(InkOutcome::Refused) => match RefusalNote::parse(&self.note) {
                Ok(note) => return Ok(Checked::Refused(found, note)),
                Err(error) => form.error(NOTE, words(error)),
            },
        }
        Err(form)
    }
}

fn words(error: TextError) -> String {
    match error {
        TextError::Empty => "Enter why a new signature is needed".to_owned(),
        TextError::TooLong { max } => format!(
            "Why a new signature is needed must be {} characters or less",
            with_commas(max)
        ),
        TextError::ControlCharacter => {
            "Why a new signature is needed must only include letters, numbers and punctuation"
                .to_owned()
        }
    }
}
