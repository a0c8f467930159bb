//! The notice M1.

use crate::notice::notice;

notice! {
    /// M1: asks a new user to confirm their address.
    ConfirmEmail, "confirm_email", "confirm_email/subject.txt", "confirm_email/body.txt" {
        /// The page that confirms the address, with its token.
        link: secret_link,
        /// When the link stops working, such as `4:12pm on 22 November 2026`.
        link_ends: fact,
    }
}
