//! The notice M29.

use crate::notice::notice;

notice! {
    /// M29: tells the signatory and the supplier that a signing request was cancelled because
    /// answers changed, or that a signature counts no more because of that.
    SignatureCancelled, "signature_cancelled", "signature_cancelled/subject.txt", "signature_cancelled/body.txt" {
        /// The name of the supplier's organisation.
        organisation: name,
        /// The name of the service that is applied for.
        service: service,
        /// Whether the signatory had signed already.
        was_signed: flag,
        /// The name of the signatory.
        signatory: name,
    }
}
