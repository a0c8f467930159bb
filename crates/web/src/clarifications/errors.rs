//! What the use cases of the supplier's side refuse, as answers.

use crate::PageError;
use service::clarifications::{AnswerError, ReadError, ReplyError};
use service::decisions::OutcomeError;

impl From<ReadError> for PageError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotFound => Self::NotFound,
            ReadError::Denied(denied) => denied.into(),
            ReadError::Store(error) => error.into(),
        }
    }
}

impl From<ReplyError> for PageError {
    fn from(error: ReplyError) -> Self {
        match error {
            ReplyError::NotFound => Self::NotFound,
            ReplyError::Denied(denied) => denied.into(),
            ReplyError::NotOpen | ReplyError::Stale => Self::Conflict,
            ReplyError::Store(error) => error.into(),
        }
    }
}

impl From<AnswerError> for PageError {
    fn from(error: AnswerError) -> Self {
        match error {
            AnswerError::NotFound => Self::NotFound,
            AnswerError::Denied(denied) => denied.into(),
            AnswerError::OutOfOrder(_) | AnswerError::Unanswered | AnswerError::NotAsSeen => {
                Self::Conflict
            }
            AnswerError::Store(error) => error.into(),
        }
    }
}

impl From<OutcomeError> for PageError {
    fn from(error: OutcomeError) -> Self {
        match error {
            OutcomeError::NotFound => Self::NotFound,
            OutcomeError::Denied(denied) => denied.into(),
            OutcomeError::Store(error) => error.into(),
        }
    }
}
