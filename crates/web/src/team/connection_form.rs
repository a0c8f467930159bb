//! The form that records how a Code of Connection stands.

use super::date_field::DateField;
use crate::PageError;
use crate::forms::Posted;
use domain::connection_assessment::{Assessed, AssessmentNote, ConnectionState};
use domain::id::ConnectionAssessmentId;
use domain::text::TextError;
use domain::when;
use govuk::number::with_commas;
use govuk::{Button, DateInput, FormState, HiddenInput, Radios, Textarea};
use time::Date;

const KEY: &str = "key";
const STATE: &str = "state";
const SINCE: &str = "since";
const NOTE: &str = "note";
const NOTE_MAX: usize = 3000;

/// The form as the page draws it.
pub struct ConnectionForm {
    pub action: String,
    pub key: HiddenInput,
    pub state: Radios,
    pub since: DateInput,
    pub note: Textarea,
    pub button: Button,
}

impl ConnectionForm {
    /// The form with these values.
    pub fn new(action: String, form: &FormState) -> Self {
        let states = ConnectionState::RECORDED.into_iter();
        let radios = states.fold(
            Radios::new(STATE, "How does the assessment of the CoCo stand?"),
            |radios, state| radios.option(state.as_str(), state.title()),
        );
        Self {
            action,
            key: HiddenInput::new(KEY, form.value(KEY)),
            state: radios.filled_from(form),
            since: DateInput::new(SINCE, "Since when?")
                .hint("For example, 27 3 2027")
                .filled_from(form),
            note: Textarea::new(NOTE, "Note for the team (optional)")
                .hint("The supplier does not see it.")
                .rows(4)
                .limit(NOTE_MAX)
                .filled_from(form),
            button: Button::primary("Record this"),
        }
    }
}

/// What was typed.
pub struct Typed {
    key: String,
    state: String,
    since: DateField,
    note: String,
}

impl Typed {
    /// The form as it begins: today.
    pub fn beginning(today: Date) -> FormState {
        Self {
            key: ConnectionAssessmentId::new().to_string(),
            state: String::new(),
            since: DateField::of(SINCE, Some(today)),
            note: String::new(),
        }
        .kept()
    }

    /// Takes the fields of the form.
    pub fn take(posted: &mut Posted) -> Self {
        Self {
            key: posted.take(KEY),
            state: posted.take(STATE),
            since: DateField::take(posted, SINCE),
            note: posted.take(NOTE),
        }
    }

    /// What makes sending twice one entry.
    pub fn id(&self) -> Result<ConnectionAssessmentId, PageError> {
        ConnectionAssessmentId::parse(&self.key).ok_or(PageError::Unreadable)
    }

    fn kept(&self) -> FormState {
        let mut form =
            FormState::keeping([(KEY, &self.key), (STATE, &self.state), (NOTE, &self.note)]);
        self.since.keep(&mut form);
        form
    }

    /// What is to be recorded, or the form with what is wrong.
    pub fn parse(&self, today: Date) -> Result<Assessed, FormState> {
        let mut form = self.kept();
        let state = ConnectionState::parse(&self.state)
            .filter(|state| ConnectionState::RECORDED.contains(state));
        if state.is_none() {
            form.error(STATE, "Select how the assessment of the CoCo stands");
        }
        let missing = "Enter since when it stands so";
        let since = self
            .since
            .parse(&mut form, missing, "The day since when it stands so");
        let note = if self.note.trim().is_empty() {
            None
        } else {
            let parsed = AssessmentNote::parse(&self.note);
            parsed.map_err(|error| form.error(NOTE, words(error))).ok()
        };
        let Some((state, since)) = state.zip(since).filter(|_| !form.has_errors()) else {
            return Err(form);
        };
        Assessed::try_new(state, since, note.as_ref(), today).map_err(|_| {
            form.date_error(
                SINCE,
                &[],
                "The day since when it stands so must be today or in the past",
            );
            form
        })
    }
}

impl Typed {
    /// The form when that would go back behind what was recorded last.
    pub fn backwards(&self, assessed: &Assessed, last: &Assessed) -> FormState {
        let mut form = self.kept();
        let stands = last.state.since(last.on_day);
        if assessed.state.follows(last.state) {
            let day = when::date(last.on_day);
            let message =
                format!("The day since when it stands so must be {day} or after. {stands}");
            form.date_error(SINCE, &[], message);
        } else {
            form.error(STATE, format!("Select how it has gone on. {stands}"));
        }
        form
    }
}

fn words(error: TextError) -> String {
    match error {
        TextError::Empty => "Enter a note".to_owned(),
        TextError::TooLong { max } => {
            format!("Note must be {} characters or less", with_commas(max))
        }
        TextError::ControlCharacter => {
            "Note must only include letters, numbers and punctuation".to_owned()
        }
    }
}
