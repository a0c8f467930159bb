//! The notice M35.

use crate::notice::notice;

notice! {
    /// M35: tells the assessor that the supplier replied.
    ClarificationAnswered, "clarification_answered", "clarification_answered/subject.txt", "clarification_answered/body.txt" {
        /// The application's reference, `COP-XXXX-XXXX`.
        reference: fact,
        /// The name of the service that is applied for.
        service: service,
        /// The name of the supplier's organisation.
        supplier: name,
        /// The review.
        link: link,
    }
}
