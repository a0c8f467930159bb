//! The notice M34.

use crate::notice::notice;

notice! {
    /// M34: reminds the supplier of a request for clarification, without a word of an answer.
    ReplyDue, "reply_due", "reply_due/subject.txt", "reply_due/body.txt" {
        /// The name of the service that is applied for.
        service: service,
        /// The application's reference, `COP-XXXX-XXXX`.
        reference: fact,
        /// The last day to reply, such as `5 December 2026`.
        reply_by: fact,
        /// The questions and sections that have no reply; may be empty.
        unanswered: names,
        /// The page with what we ask.
        link: link,
    }
}
