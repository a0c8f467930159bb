//! The notice M12.

use crate::notice::notice;

notice! {
    /// M12: tells whoever asked to join an organisation what an administrator decided.
    JoinAnswered, "join_answered", "join_answered/subject.txt", "join_answered/body.txt" {
        /// The name of the organisation.
        organisation: name,
        /// Whether they were let in.
        is_approved: flag,
        /// What they may do, such as `editor`; empty when refused.
        role: fact,
        /// Their own page: the organisation, or where they can go on.
        link: link,
    }
}
