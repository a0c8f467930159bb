//! The notice `team_invited`.

use crate::notice::notice;

notice! {
    /// Invites somebody to the PSN team, with the link that sets up their account.
    TeamInvited, "team_invited", "team_invited/subject.txt", "team_invited/body.txt" {
        /// The full name of who invites.
        inviter: name,
        /// What the person may do, such as `assessor`.
        role: fact,
        /// The page that sets the password, with its token.
        link: secret_link,
        /// When the link stops working.
        link_ends: fact,
    }
}
