//! Judgements, recommendations and decisions of the PSN team.

use crate::text::{Lines, TextError};

named_values! {
    /// An assessor's judgement on one answer or section.
    pub enum Verdict {
        /// Meets the standard.
        Meets = "meets",
        /// Meets it with an accepted explanation.
        MeetsWithExplanation = "meets_with_explanation",
        /// Does not meet it.
        NotMet = "not_met",
        /// The supplier has to be asked.
        Ask = "ask",
    }
}

impl Verdict {
    /// The judgement as a label of the form.
    pub fn label(self) -> &'static str {
        match self {
            Self::Meets => "Meets the standard",
            Self::MeetsWithExplanation => "Meets it with an accepted explanation",
            Self::NotMet => "Does not meet it",
            Self::Ask => "Ask the supplier",
        }
    }

    /// The judgement in lists.
    pub fn title(self) -> &'static str {
        match self {
            Self::Meets => "Meets",
            Self::MeetsWithExplanation => "Meets with explanation",
            Self::NotMet => "Not met",
            Self::Ask => "Asked",
        }
    }

    /// True when the form must ask for text.
    pub fn needs_note(self) -> bool {
        matches!(self, Self::NotMet | Self::Ask)
    }
}

named_values! {
    /// What an assessor recommends.
    pub enum Recommendation {
        /// Grant the certificate.
        Grant = "grant",
        /// Grant it with conditions recorded.
        GrantWithConditions = "grant_with_conditions",
        /// Do not grant it.
        Refuse = "refuse",
    }
}

impl Recommendation {
    /// The recommendation as a label.
    pub fn title(self) -> &'static str {
        match self {
            Self::Grant => "Grant the certificate",
            Self::GrantWithConditions => "Grant the certificate with conditions recorded",
            Self::Refuse => "Do not grant the certificate",
        }
    }

    /// True when a certificate is issued once it is approved.
    pub fn grants(self) -> bool {
        match self {
            Self::Grant | Self::GrantWithConditions => true,
            Self::Refuse => false,
        }
    }
}

named_values! {
    /// What a second person decides on a recommendation.
    pub enum Outcome {
        /// Agrees.
        Approved = "approved",
        /// Sends it back with a comment.
        Returned = "returned",
    }
}

named_values! {
    /// A saved view of the team's queue.
    pub enum QueueView {
        /// Everything that is not finished.
        All = "all",
        /// Assigned to the person who looks.
        Mine = "mine",
        /// Nobody has begun.
        Unassigned = "unassigned",
        /// The supplier has been asked.
        Waiting = "waiting",
        /// Recommended, and waiting for a second person.
        Approve = "approve",
        /// Granted, and waiting for the certificate.
        Issue = "issue",
        /// Past its target date.
        Overdue = "overdue",
        /// What renews a certificate and is not finished.
        Renewals = "renewals",
        /// Certified or not granted.
        Decided = "decided",
    }
}

impl QueueView {
    /// The view as a link.
    pub fn title(self) -> &'static str {
        match self {
            Self::All => "All open",
            Self::Mine => "Mine",
            Self::Unassigned => "Not assigned",
            Self::Waiting => "Waiting for the supplier",
            Self::Approve => "To approve",
            Self::Issue => "To issue",
            Self::Overdue => "Overdue",
            Self::Renewals => "Renewals",
            Self::Decided => "Decided",
        }
    }
}

/// The fewest characters of a judgement's note, of a request to the supplier and of reasons.
pub const NOTE_CHARACTERS_MIN: usize = 10;
/// The most characters of a judgement's note, of a request to the supplier and of reasons.
pub const NOTE_CHARACTERS_MAX: usize = 1500;

/// Words of the team or of a supplier's reply: 10 to 1,500 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note(String);

/// Why a note was refused. The words for people live with each form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Nothing but spaces.
    #[error("nothing was entered")]
    Empty,
    /// Too few characters to say anything.
    #[error("shorter than {NOTE_CHARACTERS_MIN} characters")]
    TooShort,
    /// Too many characters.
    #[error("longer than {NOTE_CHARACTERS_MAX} characters")]
    TooLong,
    /// A control character.
    #[error("a control character")]
    ControlCharacter,
}

impl Note {
    /// Trims and checks.
    pub fn parse(text: &str) -> Result<Self, NoteError> {
        let lines = Lines::<NOTE_CHARACTERS_MAX>::parse(text).map_err(|error| match error {
            TextError::Empty => NoteError::Empty,
            TextError::TooLong { .. } => NoteError::TooLong,
            TextError::ControlCharacter => NoteError::ControlCharacter,
        })?;
        if lines.as_str().chars().count() < NOTE_CHARACTERS_MIN {
            return Err(NoteError::TooShort);
        }
        Ok(Self(lines.as_str().to_owned()))
    }

    /// The same, where nothing may be entered.
    pub fn parse_optional(text: &str) -> Result<Option<Self>, NoteError> {
        match Self::parse(text) {
            Err(NoteError::Empty) => Ok(None),
            other => other.map(Some),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_have_ten_to_fifteen_hundred_characters() {
        assert_eq!(Note::parse(" \r\n "), Err(NoteError::Empty));
        assert_eq!(Note::parse_optional("  "), Ok(None));
        assert_eq!(Note::parse("too short"), Err(NoteError::TooShort));
        assert_eq!(Note::parse(&"é".repeat(1501)), Err(NoteError::TooLong));
        assert_eq!(
            Note::parse("long enough\r\nby far").map(|note| note.0),
            Ok("long enough\nby far".to_owned())
        );
    }
}
