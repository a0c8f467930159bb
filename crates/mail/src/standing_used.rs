//! Tells whoever gave a standing agreement that it answered a request.

use crate::notice::notice;

notice! {
    /// Tells whoever gave a standing agreement that it answered a request.
    StandingUsed, "standing_used", "standing_used/subject.txt", "standing_used/body.txt" {
        /// The name of the supplier.
        supplier: name,
        /// The name of the service.
        service: service,
        /// The name of the infrastructure.
        infrastructure: name,
        /// The last day of the standing agreement.
        until: fact,
        /// The list of services on the infrastructure.
        link: link,
    }
}
