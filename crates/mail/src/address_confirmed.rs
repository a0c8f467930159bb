//! The notice M8 to the new address.

use crate::notice::notice;

notice! {
    /// M8, to the new address: tells a user that they sign in with it.
    AddressConfirmed, "address_confirmed", "address_confirmed/subject.txt", "address_confirmed/body.txt" {
        /// When, such as `4:12pm on 21 November 2026`.
        changed_at: fact,
        /// The page of the account.
        link: link,
    }
}
