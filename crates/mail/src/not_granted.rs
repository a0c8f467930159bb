//! The notice M39.

use crate::notice::notice;

notice! {
    /// M39: tells the supplier that no certificate was granted. The reasons are read in the
    /// service.
    NotGranted, "not_granted", "not_granted/subject.txt", "not_granted/body.txt" {
        /// The name of the service that is applied for.
        service: service,
        /// The application's reference, `COP-XXXX-XXXX`.
        reference: fact,
        /// The decision.
        link: link,
    }
}
