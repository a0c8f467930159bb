//! The notice that the name or the address of an organisation was changed.

use crate::notice::notice;

notice! {
    /// Tells the other administrators that somebody changed the name or the address of their organisation,
    /// and the team where it has to do with the organisation.
    OrganisationChanged, "organisation_changed", "organisation_changed/subject.txt", "organisation_changed/body.txt" {
        /// Its name before.
        before: name,
        /// Its name now.
        organisation: name,
        /// Whether it is the name that was changed; else the address.
        is_name: flag,
        /// Who changed it.
        by: name,
        /// The organisation's page, or the team's.
        link: link,
    }
}
