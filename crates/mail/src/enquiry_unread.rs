//! The notice that the team's reply has not been read.

use crate::notice::notice;

notice! {
    /// Reminds those who asked of a reply of the team that nobody has opened, without the words.
    EnquiryUnread, "enquiry_unread", "enquiry_unread/subject.txt", "enquiry_unread/body.txt" {
        /// What it is about.
        subject: name,
        /// The reference of the application.
        reference: fact,
        /// The day of the reply, such as `5 December 2026`.
        replied_on: fact,
        /// The thread.
        link: link,
    }
}
