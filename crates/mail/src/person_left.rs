//! The notice `person_left`.

use crate::notice::notice;

notice! {
    /// Tells the administrators that somebody's access ended after their last day.
    PersonLeft, "person_left", "person_left/subject.txt", "person_left/body.txt" {
        /// The full name of who left.
        person: name,
        /// The name of the organisation, or `the PSN team`.
        organisation: name,
        /// Their last day, such as `5 December 2026`.
        last_day: fact,
        /// The page of the people.
        link: link,
    }
}
