//! The notice `access_review_due`.

use crate::notice::notice;

notice! {
    /// Asks the administrators to look at who has access, every three months.
    AccessReviewDue, "access_review_due", "access_review_due/subject.txt", "access_review_due/body.txt" {
        /// The name of the organisation.
        organisation: name,
        /// How many people have access.
        people: number,
        /// The day by which it should be done, such as `5 December 2026`.
        due_on: fact,
        /// The page of the review.
        link: link,
    }
}
