//! The notice that tasks were assigned.

use crate::notice::notice;

notice! {
    /// Tells a colleague which tasks they were given, without a word of an answer.
    TasksAssigned, "tasks_assigned", "tasks_assigned/subject.txt", "tasks_assigned/body.txt" {
        /// Who assigned them.
        by: name,
        /// The service's name, or the application's reference.
        service: service,
        /// How many tasks.
        count: number,
        /// The first task.
        task: name,
        /// By when the first task is due; empty for no day.
        due: fact,
        /// Every task, with its day.
        tasks: names,
        /// The task when it is one, else the application.
        link: link,
    }
}
