//! The notice M16.

use crate::notice::notice;

notice! {
    /// M16: reminds of a draft that nobody has saved for some time, and names its open tasks without any answer.
    DraftQuiet, "draft_quiet", "draft_quiet/subject.txt", "draft_quiet/body.txt" {
        /// The name of the service, or the reference while it has none.
        service: service,
        /// The day of the last save.
        last_saved: fact,
        /// The titles of the tasks that are left.
        tasks: names,
        /// The tasks that are left.
        link: link,
    }
}
