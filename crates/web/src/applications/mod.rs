//! The Code of Practice: task list, question pages, section checks, check your answers.

use crate::Route;

pub(crate) fn routes() -> Vec<Route> {
    Vec::new()
}
