//! The notice M33.

use crate::notice::notice;

notice! {
    /// M33: asks the supplier for more about some answers.
    ClarificationAsked, "clarification_asked", "clarification_asked/subject.txt", "clarification_asked/body.txt" {
        /// The name of the service that is applied for.
        service: service,
        /// The application's reference, `COP-XXXX-XXXX`.
        reference: fact,
        /// How many answers are asked about.
        count: number,
        /// The last day to reply, such as `5 December 2026`.
        reply_by: fact,
        /// The page with what we ask.
        link: link,
    }
}
