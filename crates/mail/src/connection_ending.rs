//! The notice that a holder's connection certificate ends.

use crate::notice::notice;

notice! {
    /// Tells the holder of an infrastructure that its connection certificate ends or has ended, with what
    /// depends on it.
    ConnectionEnding, "connection_ending", "connection_ending/subject.txt", "connection_ending/body.txt" {
        /// The name of the infrastructure.
        infrastructure: name,
        /// The number of its connection certificate.
        certificate: name,
        /// The last day of that.
        last_day: fact,
        /// Whether that is over.
        is_over: flag,
        /// What depends on it, in sentences.
        affected: fact,
        /// The page with what runs on the infrastructure.
        link: link,
    }
}
