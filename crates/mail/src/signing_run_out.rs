//! The notice M30.

use crate::notice::notice;

notice! {
    /// M30: tells the supplier that the link of a request to sign ran out before anybody signed.
    SigningRunOut, "signing_run_out", "signing_run_out/subject.txt", "signing_run_out/body.txt" {
        /// Who was asked to sign.
        signatory: name,
        /// The name of the service that is applied for.
        service: service,
        /// The day on which the link stopped working.
        ran_out_on: fact,
        /// The page from which it is sent again.
        link: link,
    }
}
