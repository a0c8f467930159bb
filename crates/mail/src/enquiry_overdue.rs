//! The notice that a supplier waits for a reply for longer than was promised.

use crate::notice::notice;

notice! {
    /// Reminds the team of a question of a supplier that it has not answered by the day it aimed at.
    EnquiryOverdue, "enquiry_overdue", "enquiry_overdue/subject.txt", "enquiry_overdue/body.txt" {
        /// The reference of the application.
        reference: fact,
        /// The supplier.
        organisation: name,
        /// What it is about.
        subject: name,
        /// The day from which it waits, such as `5 December 2026`.
        asked_on: fact,
        /// The day by which the team aimed to reply.
        reply_by: fact,
        /// The thread.
        link: link,
    }
}
