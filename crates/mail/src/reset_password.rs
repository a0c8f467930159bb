//! The notice M3.

use crate::notice::notice;

notice! {
    /// M3: lets a user choose a new password.
    ResetPassword, "reset_password", "reset_password/subject.txt", "reset_password/body.txt" {
        /// The page that takes the new password, with its token.
        link: secret_link,
        /// When the link stops working, such as `4:12pm on 22 November 2026`.
        link_ends: fact,
    }
}
