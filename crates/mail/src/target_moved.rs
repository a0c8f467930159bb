//! The notice M37.

use crate::notice::notice;

notice! {
    /// M37: tells the supplier that the day by which a decision is due has moved, and why.
    TargetMoved, "target_moved", "target_moved/subject.txt", "target_moved/body.txt" {
        /// The name of the service that is applied for.
        service: service,
        /// The application's reference, `COP-XXXX-XXXX`.
        reference: fact,
        /// The day by which a decision was due.
        before: fact,
        /// The day by which it is due now.
        after: fact,
        /// The day on which the time stopped.
        paused_on: fact,
        /// The day from which it runs again.
        resumed_on: fact,
        /// Whether the new date has passed too.
        is_over: flag,
        /// The application.
        link: link,
    }
}
