//! The supplier's side of a request for clarification.

use crate::Route;

pub(crate) fn routes() -> Vec<Route> {
    Vec::new()
}
