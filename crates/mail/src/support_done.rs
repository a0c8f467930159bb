//! The notice `support_done`.

use crate::notice::notice;

notice! {
    /// Tells a person and the administrators what the PSN team did to the person's account.
    SupportDone, "support_done", "support_done/subject.txt", "support_done/body.txt" {
        /// The full name of the person.
        person: name,
        /// The organisation that they became an administrator of; empty for a second factor.
        organisation: name,
        /// Whether the second factor was reset; otherwise they became an administrator.
        is_reset: flag,
        /// When, such as `4:12pm on 22 November 2026`.
        done_at: fact,
    }
}
