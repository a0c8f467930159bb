//! The notice to an address that somebody wants to change to.

use crate::notice::notice;

notice! {
    /// Lets a user confirm the address that they want to sign in with.
    ConfirmNewAddress, "confirm_new_address", "confirm_new_address/subject.txt", "confirm_new_address/body.txt" {
        /// The page that confirms it, with its token.
        link: secret_link,
        /// When the link stops working, such as `4:12pm on 22 November 2026`.
        link_ends: fact,
    }
}
