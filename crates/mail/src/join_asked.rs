//! The notice M11.

use crate::notice::notice;

notice! {
    /// M11: tells the administrators that somebody asks to join their organisation.
    JoinAsked, "join_asked", "join_asked/subject.txt", "join_asked/body.txt" {
        /// The full name of who asks.
        person: name,
        /// Their confirmed address.
        email: fact,
        /// The name of the organisation.
        organisation: name,
        /// The page that approves or refuses.
        link: link,
    }
}
