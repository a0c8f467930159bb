//! The notice M52.

use crate::notice::notice;

notice! {
    /// M52: tells the PSN team that an application came in.
    NewSubmission, "new_submission", "new_submission/subject.txt", "new_submission/body.txt" {
        /// The application's reference, `COP-XXXX-XXXX`.
        reference: fact,
        /// The name of the service that is applied for.
        service: service,
        /// The name of the supplier's organisation.
        organisation: name,
        /// What sort of application it is, such as `renewal`.
        sort: fact,
        /// The date by which a decision is aimed at, such as `21 November 2026`.
        target_date: fact,
        /// The review.
        link: link,
    }
}
