//! The notice M10.

use crate::notice::notice;

notice! {
    /// M10: tells the inviter that their invitation was accepted.
    InvitationAccepted, "invitation_accepted", "invitation_accepted/subject.txt", "invitation_accepted/body.txt" {
        /// The full name of who joined.
        person: name,
        /// The name of the supplier's organisation.
        organisation: name,
        /// What the person may do there, such as `editor`.
        role: fact,
    }
}
