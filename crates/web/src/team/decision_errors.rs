//! What asking, recommending, deciding and issuing refuse, as answers.

use crate::PageError;
use service::clarifications::{AskError, DraftError};
use service::decisions::{DecideError, RecommendError};
use service::issuing::IssueError;

impl From<DraftError> for PageError {
    fn from(error: DraftError) -> Self {
        match error {
            DraftError::NotFound => Self::NotFound,
            DraftError::Denied(denied) => denied.into(),
            DraftError::NotUnderReview => Self::Conflict,
            DraftError::Store(error) => error.into(),
        }
    }
}

impl From<AskError> for PageError {
    fn from(error: AskError) -> Self {
        match error {
            AskError::NotFound => Self::NotFound,
            AskError::Denied(denied) => denied.into(),
            AskError::OutOfOrder(_) | AskError::NothingToAsk | AskError::NotAsSeen => {
                Self::Conflict
            }
            AskError::DueTooSoon => Self::Unreadable,
            AskError::Store(error) => error.into(),
        }
    }
}

impl From<RecommendError> for PageError {
    fn from(error: RecommendError) -> Self {
        match error {
            RecommendError::NotFound => Self::NotFound,
            RecommendError::Denied(denied) => denied.into(),
            RecommendError::OutOfOrder(_)
            | RecommendError::NotReady
            | RecommendError::SomethingNotMet
            | RecommendError::NothingNotMet => Self::Conflict,
            RecommendError::Store(error) => error.into(),
        }
    }
}

impl From<DecideError> for PageError {
    fn from(error: DecideError) -> Self {
        match error {
            DecideError::NotFound => Self::NotFound,
            DecideError::Denied(denied) => denied.into(),
            DecideError::OwnRecommendation => Self::Forbidden,
            DecideError::OutOfOrder(_)
            | DecideError::Superseded
            | DecideError::DocumentReplaced => Self::Conflict,
            DecideError::CommentMissing => Self::Unreadable,
            DecideError::Store(error) => error.into(),
        }
    }
}

impl From<IssueError> for PageError {
    fn from(error: IssueError) -> Self {
        match error {
            IssueError::NotFound => Self::NotFound,
            IssueError::Denied(denied) => denied.into(),
            IssueError::AlreadyIssued
            | IssueError::OutOfOrder(_)
            | IssueError::Obstructed(_)
            | IssueError::Refused(_)
            | IssueError::Moved => Self::Conflict,
            IssueError::Pdf(error) => Self::internal(error),
            IssueError::BrokeOff(error) => Self::internal(error),
            IssueError::Store(error) => error.into(),
        }
    }
}
