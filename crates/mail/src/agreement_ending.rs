//! The notice that an agreement of an owner ends.

use crate::notice::notice;

notice! {
    /// Tells the supplier and the team that the owner of the infrastructure agreed until a day that is
    /// near, or takes its agreement back from the day after.
    AgreementEnding, "agreement_ending", "agreement_ending/subject.txt", "agreement_ending/body.txt" {
        /// The owner of the infrastructure.
        owner: name,
        /// The name of the infrastructure.
        infrastructure: name,
        /// The name of the supplier.
        supplier: name,
        /// The name of the service.
        service: service,
        /// The last day of the agreement.
        until: fact,
        /// Whether the owner takes it back; else it gave it until that day.
        is_taken_back: flag,
        /// Whether the service has a certificate, so that the owner can't be asked again.
        is_certified: flag,
        /// The page about the agreement, or the case.
        link: link,
    }
}
