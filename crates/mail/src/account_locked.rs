//! The notice M7.

use crate::notice::notice;

notice! {
    /// M7: tells a user that sign-in is locked after too many wrong passwords.
    AccountLocked, "account_locked", "account_locked/subject.txt", "account_locked/body.txt" {
        /// When it ends by itself, such as `4:30pm`.
        locked_until: fact,
        /// The page that ends it now, with its token.
        link: secret_link,
        /// When the link stops working, such as `5:15pm on 21 November 2026`.
        link_ends: fact,
    }
}
