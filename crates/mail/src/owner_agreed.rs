//! The notice M20.

use crate::notice::notice;

notice! {
    /// M20: tells the supplier that the infrastructure's owner agreed.
    OwnerAgreed, "owner_agreed", "owner_agreed/subject.txt", "owner_agreed/body.txt" {
        /// Who answered for the infrastructure.
        owner: name,
        /// The name of the infrastructure.
        infrastructure: name,
        /// The name of the service that is applied for.
        service: service,
        /// The last day of the agreement; empty when the owner set none.
        until: fact,
        /// Whether nobody was asked: a standing agreement of the owner answered.
        is_standing: flag,
        /// The application.
        link: link,
    }
}
