//! Submitting, and following what happens next.

use crate::Route;

pub(crate) fn routes() -> Vec<Route> {
    Vec::new()
}
