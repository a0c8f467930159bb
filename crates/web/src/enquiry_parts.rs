//! What the supplier's and the team's pages of a thread share: its messages and its form.

use crate::PageError;
use crate::forms::Posted;
use domain::enquiry::{MESSAGE_MAX, MessageText};
use domain::id::EnquiryMessageId;
use domain::text::TextError;
use domain::when;
use govuk::{FormState, Prose, Textarea};
use service::enquiries::Thread;
use time::OffsetDateTime;

/// The field of the message.
pub const MESSAGE: &str = "message";
/// The field that makes sending twice one message.
pub const KEY: &str = "key";

/// A message as pages show it.
pub struct Written {
    pub by: String,
    pub at: String,
    pub machine: String,
    pub text: Prose,
}

impl Written {
    /// Every message of a thread. `team` is what the team is called; empty for its own names.
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

/// A new key of a form.
pub fn new_key() -> String {
    EnquiryMessageId::new().to_string()
}

/// What a form sent.
pub struct Sent {
    pub id: EnquiryMessageId,
    pub key: String,
    typed: String,
}

impl Sent {
    pub fn take(posted: &mut Posted) -> Result<Self, PageError> {
        let key = posted.take(KEY);
        Ok(Self {
            id: EnquiryMessageId::parse(&key).ok_or(PageError::Unreadable)?,
            key,
            typed: posted.take(MESSAGE),
        })
    }

    pub fn parse(&self) -> Result<MessageText, FormState> {
        MessageText::parse(&self.typed).map_err(|error| {
            let mut form = FormState::keeping([(MESSAGE, self.typed.clone())]);
            let words = match error {
                TextError::Empty => "Enter your message".to_owned(),
                TextError::TooLong { max } => format!("Message must be {max} characters or less"),
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
