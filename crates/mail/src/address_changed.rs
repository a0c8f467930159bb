//! The notice M8 to the old address.

use crate::notice::notice;

notice! {
    /// M8, to the old address: tells a user that they sign in with another one, and how to undo it.
    AddressChanged, "address_changed", "address_changed/subject.txt", "address_changed/body.txt" {
        /// When, such as `4:12pm on 21 November 2026`.
        changed_at: fact,
        /// The page that undoes it, with its token.
        link: secret_link,
        /// When the link stops working, such as `4:12pm on 24 November 2026`.
        link_ends: fact,
    }
}
