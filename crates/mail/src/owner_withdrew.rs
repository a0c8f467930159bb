//! M51: tells the supplier and the team that the owner of the infrastructure took its agreement back.

use crate::notice::notice;

notice! {
    /// M51: tells the supplier and the team that the owner of the infrastructure took its agreement back,
    /// takes it back from a later day, or that its last day is over.
    OwnerWithdrew, "owner_withdrew", "owner_withdrew/subject.txt", "owner_withdrew/body.txt" {
        /// The owner of the infrastructure.
        owner: name,
        /// The name of the infrastructure.
        infrastructure: name,
        /// The name of the supplier.
        supplier: name,
        /// The name of the service.
        service: name,
        /// From which day the service is no longer to run there.
        from: fact,
        /// Whether nobody took it back: it ended with its last day, as agreed.
        has_ended: flag,
        /// Whether the day is to come from which it is taken back.
        is_ahead: flag,
        /// The last day on which the agreement counts.
        last_day: fact,
        /// Who took it back; empty when nobody did.
        by: name,
        /// The page about the agreement, or the case.
        link: link,
    }
}
