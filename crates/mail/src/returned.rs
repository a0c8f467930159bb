//! The notice M55.

use crate::notice::notice;

notice! {
    /// M55: tells the assessor that a lead sent their recommendation back. The comment is read in
    /// the service.
    Returned, "returned", "returned/subject.txt", "returned/body.txt" {
        /// The application's reference, `COP-XXXX-XXXX`.
        reference: fact,
        /// The name of the service that is applied for.
        service: service,
        /// The full name of who sent it back.
        lead: name,
        /// The review, with the comment.
        link: link,
    }
}
