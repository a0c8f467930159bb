//! Requests for clarification, the supplier's side, and the decision.

pub(crate) mod difference;

use crate::Route;

pub(crate) fn routes() -> Vec<Route> {
    Vec::new()
}
