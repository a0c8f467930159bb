//! The notice M2.

use crate::notice::notice;

notice! {
    /// M2: tells a user who asks for an account again that there is one.
    AlreadyHaveAccount, "already_have_account", "already_have_account/subject.txt", "already_have_account/body.txt" {
        /// The sign-in page.
        link: link,
    }
}
