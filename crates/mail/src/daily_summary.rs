//! The summary of a day.

use crate::notice::notice;

notice! {
    /// Tells somebody who asked for it what colleagues did the day before, without answers.
    DailySummary, "daily_summary", "daily_summary/subject.txt", "daily_summary/body.txt" {
        /// How many changes.
        count: number,
        /// The service's name, or "your applications".
        service: service,
        /// The day.
        day: fact,
        /// Who did what, one after the other.
        lines: names,
        /// How many lines were left out.
        more: number,
        /// Where to read more.
        link: link,
    }
}
