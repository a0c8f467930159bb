//! The notice that the team replied.

use crate::notice::notice;

notice! {
    /// Tells whoever asked that the team replied, without the words.
    EnquiryAnswered, "enquiry_answered", "enquiry_answered/subject.txt", "enquiry_answered/body.txt" {
        /// What it is about.
        subject: name,
        /// The reference of the application.
        reference: fact,
        /// The thread.
        link: link,
    }
}
