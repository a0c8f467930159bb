//! Mail and clock of the demonstration.

use crate::Route;

pub(crate) fn routes() -> Vec<Route> {
    Vec::new()
}
