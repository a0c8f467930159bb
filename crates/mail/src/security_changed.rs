//! The notice M6.

use crate::notice::notice;

notice! {
    /// M6: tells a user that their second factors were changed.
    SecurityChanged, "security_changed", "security_changed/subject.txt", "security_changed/body.txt" {
        /// What changed, in a sentence.
        what: fact,
        /// When, such as `4:12pm on 21 November 2026`.
        changed_at: fact,
        /// The page where a password reset is asked for.
        link: link,
    }
}
