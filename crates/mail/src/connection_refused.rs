//! The notice that a connection certificate was refused.

use crate::notice::notice;

notice! {
    /// Tells the supplier that the connection certificate was refused for which it applied together with the
    /// service's.
    ConnectionRefused, "connection_refused", "connection_refused/subject.txt", "connection_refused/body.txt" {
        /// The name of the service that is applied for.
        service: service,
        /// The name of the infrastructure.
        infrastructure: name,
        /// The day on which it was refused.
        refused_on: fact,
        /// The progress of the application.
        link: link,
    }
}
