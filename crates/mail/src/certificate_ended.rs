//! The notice M42.

use crate::notice::notice;

notice! {
    /// M42: says that a certificate has ended.
    CertificateEnded, "certificate_ended", "certificate_ended/subject.txt", "certificate_ended/body.txt" {
        /// The name of the service.
        service: service,
        /// The certificate's number.
        certificate: fact,
        /// Its last day.
        ended_on: fact,
        /// Where it can be renewed, late.
        link: link,
    }
}
