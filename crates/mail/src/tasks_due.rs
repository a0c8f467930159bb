//! The notice that assigned tasks are soon due or overdue.

use crate::notice::notice;

notice! {
    /// Reminds a colleague of tasks that they were given, before they are due and when they are
    /// overdue, without a word of an answer.
    TasksDue, "tasks_due", "tasks_due/subject.txt", "tasks_due/body.txt" {
        /// The service's name, or the application's reference.
        service: service,
        /// How many of them are overdue.
        count_overdue: number,
        /// How many tasks.
        count: number,
        /// Tasks that are soon due, with their days.
        soon: names,
        /// Tasks that are overdue, with the days when they were due.
        overdue: names,
        /// The task when it is one, else the application.
        link: link,
    }
}
