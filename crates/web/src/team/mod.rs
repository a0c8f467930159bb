//! The PSN team's pages: queue, cases, review, decisions, issue.

use crate::Route;

pub(crate) fn routes() -> Vec<Route> {
    Vec::new()
}
