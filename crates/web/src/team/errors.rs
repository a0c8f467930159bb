//! What the use cases of the team's review refuse, as answers.

use crate::PageError;
use service::reviews::{BeginError, ConfirmError, JudgeError, ReadError};

impl From<ReadError> for PageError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotFound => Self::NotFound,
            ReadError::Denied(denied) => denied.into(),
            ReadError::Store(error) => error.into(),
        }
    }
}

impl From<BeginError> for PageError {
    fn from(error: BeginError) -> Self {
        match error {
            BeginError::NotFound => Self::NotFound,
            BeginError::Denied(denied) => denied.into(),
            BeginError::OutOfOrder(_) => Self::Conflict,
            BeginError::Store(error) => error.into(),
        }
    }
}

impl From<JudgeError> for PageError {
    fn from(error: JudgeError) -> Self {
        match error {
            JudgeError::NotFound => Self::NotFound,
            JudgeError::Denied(denied) => denied.into(),
            JudgeError::NotUnderReview | JudgeError::Changed | JudgeError::Stale => Self::Conflict,
            JudgeError::NoteMissing => Self::Unreadable,
            JudgeError::Store(error) => error.into(),
        }
    }
}

impl From<ConfirmError> for PageError {
    fn from(error: ConfirmError) -> Self {
        match error {
            ConfirmError::NotFound => Self::NotFound,
            ConfirmError::Denied(denied) => denied.into(),
            ConfirmError::NothingToConfirm => Self::Conflict,
            ConfirmError::Ended
            | ConfirmError::NotWhatTheOwnerAgreedTo { .. }
            | ConfirmError::IsAnothers { .. } => Self::Unreadable,
            ConfirmError::Store(error) => error.into(),
        }
    }
}
