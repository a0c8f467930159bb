//! The notice M43.

use crate::notice::notice;

notice! {
    /// M43: tells the point of contact that an application named, and the one that it names now, that
    /// the reply to a request for clarification changed it.
    ContactChanged, "contact_changed", "contact_changed/subject.txt", "contact_changed/body.txt" {
        /// The supplier.
        organisation: name,
        /// The name of the service that is applied for.
        service: service,
        /// The application's reference, `COP-XXXX-XXXX`.
        reference: fact,
        /// Who was the point of contact.
        before: name,
        /// Who is it now.
        after: name,
        /// Who sent the reply.
        by: name,
    }
}
