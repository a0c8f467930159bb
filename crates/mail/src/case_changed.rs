//! The notice M56.

use crate::notice::notice;

notice! {
    /// M56: tells the PSN team that an owner or a signatory did something about an application that
    /// the team has already.
    CaseChanged, "case_changed", "case_changed/subject.txt", "case_changed/body.txt" {
        /// The application's reference, `COP-XXXX-XXXX`.
        reference: fact,
        /// The name of the service that is applied for.
        service: service,
        /// Who did something: a person or an organisation.
        who: name,
        /// What they did, as the rest of a sentence that begins with who.
        what: fact,
        /// The page of the case that shows it.
        link: link,
    }
}
