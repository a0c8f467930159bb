//! The notice M26.

use crate::notice::notice;

notice! {
    /// M26: is the signatory's receipt.
    Signed, "signed", "signed/subject.txt", "signed/body.txt" {
        /// The name of the supplier's organisation.
        organisation: name,
        /// The name of the service that is applied for.
        service: service,
        /// When it was signed, such as `4:12pm on 21 November 2026`.
        signed_at: fact,
        /// The commitments and their version.
        commitments: fact,
        /// The SHA-256 of exactly what was signed, in hexadecimal.
        fingerprint: fact,
        /// Where a copy can be read; may be empty.
        link: secret_link,
        /// Until when it can be read there.
        until: fact,
    }
}
