//! The notice M38.

use crate::notice::notice;

notice! {
    /// M38: tells the supplier, the signatory and the infrastructure's owner that a certificate was
    /// granted.
    CertificateGranted, "certificate_granted", "certificate_granted/subject.txt", "certificate_granted/body.txt" {
        /// The name of the service that is applied for.
        service: service,
        /// The certificate's number, `PSNS-YYYY-nnnn-c`.
        certificate: fact,
        /// The first day on which it counts, such as `21 November 2026`.
        valid_from: fact,
        /// The last day on which it counts.
        valid_to: fact,
        /// With how many conditions; none for whoever is not told of them.
        conditions: number,
        /// The earliest day by which one of them must be met; empty without conditions.
        first_due: fact,
        /// The certificate's page, which everybody may open.
        link: link,
    }
}
