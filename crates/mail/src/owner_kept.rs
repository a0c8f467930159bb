//! The notice that an owner keeps its agreement.

use crate::notice::notice;

notice! {
    /// Tells the supplier, the team and the owner's own administrators that the owner of the infrastructure
    /// keeps an agreement after all that it had taken back from a later day.
    OwnerKept, "owner_kept", "owner_kept/subject.txt", "owner_kept/body.txt" {
        /// The owner of the infrastructure.
        owner: name,
        /// The name of the infrastructure.
        infrastructure: name,
        /// The name of the supplier.
        supplier: name,
        /// The name of the service.
        service: service,
        /// Who keeps it.
        by: name,
        /// Whether it goes to an administrator of the owner.
        is_to_owner: flag,
        /// The page about the agreement, or the case.
        link: link,
    }
}
