//! The notice M41.

use crate::notice::notice;

notice! {
    /// M41: reminds of a certificate that ends soon.
    CertificateEnding, "certificate_ending", "certificate_ending/subject.txt", "certificate_ending/body.txt" {
        /// The name of the service.
        service: service,
        /// The certificate's number.
        certificate: fact,
        /// Its last day.
        ends_on: fact,
        /// Days that are left until then; 0 on the day itself.
        days_left: number,
        /// Where it is renewed.
        link: link,
    }
}
