//! The notice M17.

use crate::notice::notice;

notice! {
    /// M17: tells that a draft on which nobody works is deleted in a month, unless it is kept.
    DraftEnding, "draft_ending", "draft_ending/subject.txt", "draft_ending/body.txt" {
        /// The name of the service, or the reference while it has none.
        service: service,
        /// The day on which somebody worked on it or kept it last.
        last_touched: fact,
        /// The day on which it is deleted.
        delete_on: fact,
        /// For how many days after that an administrator can bring it back.
        undo_days: number,
        /// The page that asks whether to keep it.
        link: link,
    }
}
