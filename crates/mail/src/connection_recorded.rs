//! The notice that a connection certificate was recorded.

use crate::notice::notice;

notice! {
    /// Tells the supplier that the connection certificate exists for which it applied together with
    /// the service's, and asks it to confirm that the service runs there.
    ConnectionRecorded, "connection_recorded", "connection_recorded/subject.txt", "connection_recorded/body.txt" {
        /// The name of the service that is applied for.
        service: service,
        /// The name of the infrastructure.
        infrastructure: name,
        /// The number of its connection certificate.
        certificate: name,
        /// The page where the supplier confirms.
        link: link,
    }
}
