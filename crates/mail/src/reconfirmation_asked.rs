//! The notice M36.

use crate::notice::notice;

notice! {
    /// M36: asks the signatory to confirm the changes since they signed, and only those.
    ReconfirmationAsked, "reconfirmation_asked", "reconfirmation_asked/subject.txt", "reconfirmation_asked/body.txt" {
        /// The name of the supplier's organisation.
        organisation: name,
        /// The name of the service that is applied for.
        service: service,
        /// How many answers changed.
        count: number,
        /// The last day to confirm, such as `5 December 2026`.
        confirm_by: fact,
        /// Whether the supplier wrote a message, which is not in the e-mail.
        has_message: flag,
        /// The signing page, with its token.
        link: secret_link,
    }
}
