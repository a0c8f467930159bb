//! What the supplier's and the team's pages of a thread share: its messages and its form.

use crate::PageError;
use crate::forms::Posted;
use crate::furniture::Furniture;
use domain::enquiry::{MESSAGE_MAX, MessageText};
use domain::id::EnquiryMessageId;
use domain::text::TextError;
use domain::when;
use govuk::number::with_commas;
use govuk::{FormState, HiddenInput, Prose, Textarea};
use serde::Deserialize;
use service::enquiries::Thread;
use time::OffsetDateTime;

/// The field of the message.
pub const MESSAGE: &str = "message";
/// The field that makes sending twice one message.
pub const KEY: &str = "key";

/// In the address of a thread: the messages before this one are asked for.
#[derive(Deserialize)]
pub struct Before {
    #[serde(default)]
    before: String,
}

impl Before {
    /// The message, when one is named; what is none is read as the latest.
    pub fn message(&self) -> Option<EnquiryMessageId> {
        EnquiryMessageId::parse(&self.before)
    }
}

/// The ways to other messages of a thread than those that are shown.
pub struct Ways {
    /// To the ones before, when there are any.
    pub earlier: Option<String>,
    /// To the latest, from earlier ones.
    pub latest: Option<String>,
}

impl Ways {
    /// From these messages of the thread at this address.
    pub fn from(path: &str, thread: Option<&Thread>, before: Option<EnquiryMessageId>) -> Self {
        let earlier = thread.and_then(|thread| thread.earlier);
        Self {
            earlier: earlier.map(|message| format!("{path}?before={message}")),
            latest: before.map(|_| path.to_owned()),
        }
    }
}

/// A message as pages show it.
pub struct Written {
    pub by: String,
    pub at: String,
    pub machine: String,
    pub text: Prose,
}

impl Written {
    /// The messages of a thread. `team` is what the team is called; empty for its own names.
    pub fn all(thread: &Thread, now: OffsetDateTime, team: &str) -> Vec<Self> {
        let messages = thread.messages.iter();
        messages
            .map(|message| Self {
                by: if message.is_from_team && !team.is_empty() {
                    team.to_owned()
                } else {
                    message.written_by_name.clone()
                },
                at: when::relative(message.written_at, now),
                machine: when::machine(message.written_at),
                text: Prose::new(&message.text),
            })
            .collect()
    }
}

/// The form of a new message, or what was typed into it when it could not be taken.
pub fn beginning(furniture: &Furniture) -> FormState {
    let key = EnquiryMessageId::new().to_string();
    furniture.form(FormState::keeping([(KEY, key)]))
}

/// The key of this form.
pub fn key(form: &FormState) -> HiddenInput {
    HiddenInput::new(KEY, form.value(KEY))
}

/// What a form sent.
pub struct Sent {
    pub id: EnquiryMessageId,
    form: FormState,
}

impl Sent {
    pub fn take(posted: &mut Posted) -> Result<Self, PageError> {
        let form = FormState::keeping([KEY, MESSAGE].map(|name| (name, posted.take(name))));
        let id = EnquiryMessageId::parse(form.value(KEY)).ok_or(PageError::Unreadable)?;
        Ok(Self { id, form })
    }

    /// The form with what was typed, and why it was not sent.
    pub fn refused(&self, words: &str) -> FormState {
        let mut form = self.form.clone();
        form.error(MESSAGE, words);
        form
    }

    /// The form as it was sent.
    pub fn kept(&self) -> FormState {
        self.form.clone()
    }

    pub fn parse(&self) -> Result<MessageText, FormState> {
        MessageText::parse(self.form.value(MESSAGE)).map_err(|error| {
            let mut form = self.form.clone();
            let words = match error {
                TextError::Empty => "Enter your message".to_owned(),
                TextError::TooLong { max } => {
                    format!("Message must be {} characters or less", with_commas(max))
                }
                TextError::ControlCharacter => {
                    "Message must only include letters, numbers and punctuation".to_owned()
                }
            };
            form.error(MESSAGE, words);
            form
        })
    }
}

/// The box of the message.
pub fn textarea(label: &str, form: &FormState) -> Textarea {
    Textarea::new(MESSAGE, label)
        .rows(8)
        .limit(MESSAGE_MAX)
        .filled_from(form)
}
