//! The notices M18 and M19.

use crate::notice::notice;

notice! {
    /// M18: asks the owner of an infrastructure whether a service can be provided from it; M19 when it
    /// asks again.
    OwnerAsked, "owner_asked", "owner_asked/subject.txt", "owner_asked/body.txt" {
        /// The name of the supplier's organisation.
        supplier: name,
        /// The name of the service that is applied for.
        service: service,
        /// The name of the infrastructure.
        infrastructure: name,
        /// The full name of who asks.
        asker: name,
        /// The page that takes the answer, with its token.
        link: secret_link,
        /// The last day to answer, such as `5 December 2026`.
        reply_by: fact,
        /// Whether the supplier answers what the owner wrote on an earlier request; the answer is behind the
        /// link.
        is_answer: flag,
        /// Whether the same was asked before.
        is_reminder: flag,
    }
}
