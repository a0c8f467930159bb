//! The notice M28.

use crate::notice::notice;

notice! {
    /// M28: tells the supplier that the signatory can't sign. The reason is read in the service.
    SignatoryCannotSign, "signatory_cannot_sign", "signatory_cannot_sign/subject.txt", "signatory_cannot_sign/body.txt" {
        /// The full name of the signatory.
        signatory: name,
        /// The name of the service that is applied for.
        service: service,
        /// Whether the application was submitted and something in it is wrong, so that the PSN team has
        /// to ask about the answers before they can be corrected.
        awaits_correction: flag,
        /// The page with the reason.
        link: link,
    }
}
