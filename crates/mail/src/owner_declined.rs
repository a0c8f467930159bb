//! The notice M21.

use crate::notice::notice;

notice! {
    /// M21: tells the supplier that the infrastructure's owner declined, or asked something first.
    /// What they wrote is read in the service.
    OwnerDeclined, "owner_declined", "owner_declined/subject.txt", "owner_declined/body.txt" {
        /// Who answered for the infrastructure.
        owner: name,
        /// The name of the infrastructure.
        infrastructure: name,
        /// The name of the service that is applied for.
        service: service,
        /// True if the owner asked a question instead of declining.
        has_asked: flag,
        /// The page with what the owner wrote.
        link: link,
    }
}
