//! The notice `team_changed`.

use crate::notice::notice;

notice! {
    /// Tells the leads and service administrators of a new person or role in the team.
    TeamChanged, "team_changed", "team_changed/subject.txt", "team_changed/body.txt" {
        /// The full name of the person.
        person: name,
        /// Their role now, such as `lead`.
        role: fact,
        /// Who gave it to them.
        changed_by: name,
        /// When, such as `4:12pm on 21 November 2026`.
        changed_at: fact,
        /// The page of the team's people.
        link: link,
    }
}
