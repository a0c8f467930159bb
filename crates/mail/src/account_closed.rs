//! The notice that an account was closed.

use crate::notice::notice;

notice! {
    /// Tells a person that their account was closed.
    AccountClosed, "account_closed", "account_closed/subject.txt", "account_closed/body.txt" {
        /// When it was closed, such as `4:12pm on 21 November 2026`.
        closed_at: fact,
    }
}
