//! The notice M27.

use crate::notice::notice;

notice! {
    /// M27: tells the supplier that the signatory signed.
    SignatorySigned, "signatory_signed", "signatory_signed/subject.txt", "signatory_signed/body.txt" {
        /// The full name of the signatory.
        signatory: name,
        /// The name of the service that is applied for.
        service: service,
        /// The page to submit from.
        link: link,
    }
}
