//! The notice M54.

use crate::notice::notice;

notice! {
    /// M54: asks the leads to approve or return a recommendation.
    ApprovalAsked, "approval_asked", "approval_asked/subject.txt", "approval_asked/body.txt" {
        /// The application's reference, `COP-XXXX-XXXX`.
        reference: fact,
        /// The name of the service that is applied for.
        service: service,
        /// The full name of who recommends.
        assessor: name,
        /// What is recommended, completing “recommendation to”, such as `approve`.
        recommendation: fact,
        /// The review.
        link: link,
    }
}
