//! The notice M32.

use crate::notice::notice;

notice! {
    /// M32: tells the supplier that the review started.
    ReviewStarted, "review_started", "review_started/subject.txt", "review_started/body.txt" {
        /// The name of the service that is applied for.
        service: service,
        /// The application's reference, `COP-XXXX-XXXX`.
        reference: fact,
        /// The date by which a decision is aimed at, such as `21 November 2026`.
        target_date: fact,
        /// Whether that date has passed.
        is_over: flag,
        /// The tracking page.
        link: link,
    }
}
