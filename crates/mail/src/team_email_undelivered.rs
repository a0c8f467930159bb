//! The notice M59 to the team.

use crate::notice::notice;

notice! {
    /// M59: tells the PSN team that an e-mail to an owner or a signatory of an application that it
    /// has was not delivered.
    TeamEmailUndelivered, "team_email_undelivered", "team_email_undelivered/subject.txt", "team_email_undelivered/body.txt" {
        /// The address that did not take it.
        address: name,
        /// The application's reference, `COP-XXXX-XXXX`.
        reference: fact,
        /// The name of the service that is applied for.
        service: service,
        /// True when it asked the signatory to sign, false when it asked the infrastructure's owner.
        is_signature: flag,
        /// The page of the case that shows it.
        link: link,
    }
}
