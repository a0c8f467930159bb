//! The notice M31.

use crate::notice::notice;

notice! {
    /// M31: tells the supplier, the point of contact and the signatory that an application was
    /// received.
    ApplicationReceived, "application_received", "application_received/subject.txt", "application_received/body.txt" {
        /// The application's reference, `COP-XXXX-XXXX`.
        reference: fact,
        /// The name of the service that is applied for.
        service: service,
        /// The date by which a decision is aimed at, such as `21 November 2026`.
        target_date: fact,
        /// The tracking page; empty for people without an account.
        link: link,
    }
}
