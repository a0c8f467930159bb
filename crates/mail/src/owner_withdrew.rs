//! M51: tells the supplier, the team and the owner's own administrators that the owner of the
//! infrastructure took its agreement back.

use crate::notice::notice;

notice! {
    /// M51: tells the supplier, the team and the owner's own administrators that the owner of the infrastructure took its agreement back,
    /// takes it back from a later day, or that its last day is over.
    OwnerWithdrew, "owner_withdrew", "owner_withdrew/subject.txt", "owner_withdrew/body.txt" {
        /// The owner of the infrastructure.
        owner: name,
        /// The name of the infrastructure.
        infrastructure: name,
        /// The name of the supplier.
        supplier: name,
        /// The name of the service.
        service: service,
        /// From which day the service is no longer to run there.
        from: fact,
        /// Whether nobody took it back: it ended with its last day, as agreed.
        has_ended: flag,
        /// Whether the day is to come from which it is taken back.
        is_ahead: flag,
        /// Whether it goes to an administrator of the owner.
        is_to_owner: flag,
        /// Number and last day of the certificate that rests on the agreement; empty when there is none, or it is
        /// not known.
        certificate: fact,
        /// Number and last day of the certificate that the application renews, which rests on another agreement;
        /// may be empty.
        renews: fact,
        /// Whether the owner agreed to the renewal of the certificate too.
        renewal_is_agreed: flag,
        /// The last day on which the agreement counts.
        last_day: fact,
        /// Who took it back; empty when nobody did.
        by: name,
        /// The page about the agreement, or the case.
        link: link,
    }
}
