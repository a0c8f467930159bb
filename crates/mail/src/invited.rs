//! The notice M9.

use crate::notice::notice;

notice! {
    /// M9: invites a person to an organisation's applications.
    Invited, "invited", "invited/subject.txt", "invited/body.txt" {
        /// The full name of who invites.
        inviter: name,
        /// The name of the supplier's organisation.
        organisation: name,
        /// What the person may do there, such as `editor`.
        role: fact,
        /// The page that accepts, with its token.
        link: secret_link,
        /// When the link stops working, such as `4:12pm on 22 November 2026`.
        link_ends: fact,
    }
}
