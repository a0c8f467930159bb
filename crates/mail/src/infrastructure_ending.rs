//! The notice M44.

use crate::notice::notice;

notice! {
    /// M44: tells a supplier that the connection certificate of the infrastructure that its service
    /// depends on ends or has ended, with what to do by when.
    InfrastructureEnding, "infrastructure_ending", "infrastructure_ending/subject.txt", "infrastructure_ending/body.txt" {
        /// The name of the infrastructure.
        infrastructure: name,
        /// The organisation that owns it.
        owner: name,
        /// The number of its connection certificate.
        certificate: name,
        /// The name of the service, or the reference while it has none.
        service: service,
        /// The last day of the connection certificate.
        last_day: fact,
        /// Whether that is over.
        is_over: flag,
        /// Whether the supplier owns the infrastructure itself.
        is_own: flag,
        /// Whether the service has a certificate; else it is applied for.
        is_certified: flag,
        /// The page about the agreement of the owner.
        link: link,
    }
}
