//! The notice that a supplier asks.

use crate::notice::notice;

notice! {
    /// Tells the team that a supplier asks about a question, without the words.
    EnquiryAsked, "enquiry_asked", "enquiry_asked/subject.txt", "enquiry_asked/body.txt" {
        /// The reference of the application.
        reference: fact,
        /// The name of the supplier's organisation.
        organisation: name,
        /// What it is about.
        subject: name,
        /// The day of the reply.
        reply_by: fact,
        /// The thread.
        link: link,
    }
}
