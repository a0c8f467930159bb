//! The notice M4.

use crate::notice::notice;

notice! {
    /// M4: tells a user that their password was changed.
    PasswordChanged, "password_changed", "password_changed/subject.txt", "password_changed/body.txt" {
        /// When it was changed, such as `4:12pm on 21 November 2026`.
        changed_at: fact,
        /// The page where a password reset is asked for.
        link: link,
    }
}
