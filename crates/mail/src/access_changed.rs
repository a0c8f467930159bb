//! The notice M13.

use crate::notice::notice;

notice! {
    /// M13: tells somebody that their role in an organisation was changed or that they were removed.
    AccessChanged, "access_changed", "access_changed/subject.txt", "access_changed/body.txt" {
        /// The name of the organisation.
        organisation: name,
        /// The full name of who did it, or `the PSN team`.
        by: name,
        /// Whether they were removed.
        is_removed: flag,
        /// What they may do now, such as `editor`; empty when they were removed.
        role: fact,
    }
}
