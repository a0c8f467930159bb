//! The notices M23 and M25.

use crate::notice::notice;

notice! {
    /// M23: asks the signatory to sign the commitments; M25 when it asks again.
    SignatureAsked, "signature_asked", "signature_asked/subject.txt", "signature_asked/body.txt" {
        /// The full name of who asks.
        asker: name,
        /// The name of the supplier's organisation.
        organisation: name,
        /// The name of the service that is applied for.
        service: service,
        /// The last day to sign, such as `5 December 2026`.
        sign_by: fact,
        /// Whether the same was asked before.
        is_reminder: flag,
        /// Whether the application was submitted, and the page that was signed on paper could not be used.
        is_anew: flag,
        /// Whether the supplier wrote a message, which is not in the e-mail.
        has_message: flag,
        /// The signing page, with its token.
        link: secret_link,
    }
}
