//! A supplier's certificates.

use crate::Route;

pub(crate) fn routes() -> Vec<Route> {
    Vec::new()
}
