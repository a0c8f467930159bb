//! The supplier's side of the infrastructure owner's agreement.

use crate::Route;

pub(crate) fn routes() -> Vec<Route> {
    Vec::new()
}
