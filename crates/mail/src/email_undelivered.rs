//! The notice M59 to who sent the e-mail.

use crate::notice::notice;

notice! {
    /// M59: tells who sent an invitation or a request that its e-mail was not delivered.
    EmailUndelivered, "email_undelivered", "email_undelivered/subject.txt", "email_undelivered/body.txt" {
        /// The address that did not take it.
        address: name,
        /// What it was: `invitation`, `owner_request` or `signature_request`.
        what: fact,
        /// The name of the service, or of the organisation for an invitation.
        name: name,
        /// The page where it can be put right.
        link: link,
    }
}
