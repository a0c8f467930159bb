//! What a supplier asks the PSN team about a question of the form.

use crate::text::Lines;

/// The most characters of a message.
pub const MESSAGE_MAX: usize = 3000;

/// A message of a thread.
pub type MessageText = Lines<MESSAGE_MAX>;

named_values! {
    /// Who has to write next.
    pub enum EnquiryState {
        /// The PSN team.
        Asked = "asked",
        /// Nobody has to; the supplier may.
        Answered = "answered",
        /// Nobody can: the application was withdrawn or deleted.
        Closed = "closed",
    }
}

impl EnquiryState {
    /// The state in the supplier's words.
    pub fn title_for_supplier(self) -> &'static str {
        match self {
            Self::Asked => "Waiting for the PSN team",
            Self::Answered => "Answered",
            Self::Closed => "Closed",
        }
    }

    /// The state in the team's words.
    pub fn title_for_team(self) -> &'static str {
        match self {
            Self::Asked => "To answer",
            Self::Answered => "Answered",
            Self::Closed => "Closed",
        }
    }
}
