//! The notice M40.

use crate::notice::notice;

notice! {
    /// M40: tells the supplier and the team that an application was withdrawn.
    ApplicationWithdrawn, "application_withdrawn", "application_withdrawn/subject.txt", "application_withdrawn/body.txt" {
        /// The reference of the application.
        reference: fact,
        /// The name of the service.
        service: service,
        /// The name of the supplier's organisation.
        organisation: name,
        /// Who withdrew it.
        person: name,
        /// The page of the application.
        link: link,
    }
}
